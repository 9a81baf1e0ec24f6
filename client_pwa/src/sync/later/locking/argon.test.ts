import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hex, utf8 } from "../../bytes";
import { argon } from "./argon";
import { blake } from "./blake";

interface Case {
  readonly secret: string;
  readonly salt: string;
  readonly memory: number;
  readonly passes: number;
  readonly digest: string;
}

const VECTORS = new URL("../../../../../tests/vectors/pin.json", import.meta.url);
const CASES = JSON.parse(readFileSync(VECTORS, "utf8")) as readonly Case[];

describe("what makes a guess at a PIN dear", () => {
  it.each(CASES)("is Argon2id as others make it: $memory KiB, $passes passes", async (given) => {
    const made = await argon(utf8(given.secret), utf8(given.salt), given);

    expect(hex(made)).toBe(given.digest);
  });

  it("stands on BLAKE2b", () => {
    expect(hex(blake(utf8("abc"), 64)).slice(0, 32)).toBe("ba80a53f981c4d0d6a2797b69f12f6e9");
    expect(hex(blake(utf8(""), 20))).toBe("3345524abf6bbe1809449224b5972c41790b6cf2");
  });
});
