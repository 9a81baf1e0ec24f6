import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sumOf, sumsOf } from "./sums";

interface Vector {
  readonly name: string;
  readonly rows: readonly (readonly [string, string, number])[];
  readonly count: number;
  readonly xor: string;
}

const vectors: { readonly cases: readonly Vector[] } = JSON.parse(
  readFileSync(new URL("../../../../tests/vectors/sums.json", import.meta.url), "utf8"),
);

describe("the sum of a scope", () => {
  it.each(vectors.cases)("is the server's: $name", async ({ rows, count, xor }) => {
    expect(await sumOf(rows)).toEqual([count, xor]);
  });

  it("counts a row in every scope that shows it, with the version it is shown there", async () => {
    const [one, other] = ["person:p1", "unit:u1"] as const;
    const seen = [
      { scopes: [one], ver: 3, d: {} },
      { scopes: [other], ver: 2, d: {} },
    ];

    const sums = await sumsOf(new Map([["call|c1", { t: "call", id: "c1", seen }]]));

    expect(sums).toEqual([
      [one, ...(await sumOf([["call", "c1", 3]]))],
      [other, ...(await sumOf([["call", "c1", 2]]))],
    ]);
  });
});
