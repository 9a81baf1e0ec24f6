import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { matches, normalise } from "./normalise";

interface Vectors {
  readonly normalise: readonly { readonly text: string; readonly normalised: string }[];
  readonly matches: readonly {
    readonly query: string;
    readonly search: string;
    readonly found: boolean;
  }[];
}

const vectors: Vectors = JSON.parse(
  readFileSync(new URL("../../../tests/vectors/normalise.json", import.meta.url), "utf8"),
);

describe("folding text for search", () => {
  it.each(vectors.normalise)("folds $text as the server does", ({ text, normalised }) => {
    expect(normalise(text)).toBe(normalised);
    expect(normalise(normalised)).toBe(normalised);
  });

  it.each(vectors.matches)("$query finds or misses $search as the server does", (example) => {
    expect(matches(example.query, example.search)).toBe(example.found);
  });
});
