import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { TYPES } from "../../src/screens/desk/rules/types";

it("recommends by the skills that the server counts as lost", () => {
  const { wanted } = JSON.parse(readFileSync(new URL("../../../tests/vectors/skills.json", import.meta.url), "utf8"));

  expect(Object.fromEntries(Object.entries(TYPES).map(([code, { skills }]) => [code, skills]))).toEqual(wanted);
});
