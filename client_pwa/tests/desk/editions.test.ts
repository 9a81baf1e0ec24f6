import { describe, expect, it } from "vitest";
import { blank, type Draft } from "../../src/screens/desk/intake/draft";
import { missing, priorityOf, takeArgs } from "../../src/screens/desk/intake/take";
import { editionOf, FIRST } from "../../src/screens/desk/editions/rules";
import { TYPES } from "../../src/screens/desk/rules/types";
import { type Taxonomy, TYPE_CODE } from "../../src/schema";
import { NOON } from "./rows";

const SECOND: Taxonomy = {
  id: "e2",
  number: 2,
  agreed_on: "2026-11-02",
  set_at: NOON,
  types: [
    { type_code: "WELFARE", priority: "P2", would_have_gone_to: "police" },
    { type_code: "NOISE", would_have_gone_to: null },
  ],
};
const THIRD: Taxonomy = { ...SECOND, id: "e3", number: 3, types: [{ type_code: "NOISE" }] };

const DRAFT: Draft = {
  ...blank("call-1", NOON),
  place: "Mill Lane",
  location_kind: "outdoor_public",
  type_code: "WELFARE",
  caller_role: "bystander",
};

describe("an edition of the call types", () => {
  it("is the first until there is another: every type, nothing agreed", () => {
    expect(editionOf([])).toBe(FIRST);
    expect(FIRST.types).toEqual(TYPE_CODE);
    expect(TYPE_CODE.map(FIRST.without)).toEqual(TYPE_CODE.map(() => null));
  });

  it("counts by its number, whatever came first", () => {
    expect(editionOf([THIRD, SECOND]).number).toBe(3);
    expect(editionOf([SECOND, THIRD]).types).toEqual(["NOISE"]);
  });

  it("says how urgent a type is here, else it is as everywhere", () => {
    const edition = editionOf([SECOND]);

    expect(priorityOf(DRAFT, edition)).toBe("P2");
    expect([edition.priority("NOISE"), edition.priority("OVERDOSE")]).toEqual([
      TYPES.NOISE.priority,
      TYPES.OVERDOSE.priority,
    ]);
  });

  it("proposes police and answers for nobody: the dispatcher says it, may differ, and both stand on the call", () => {
    const edition = editionOf([SECOND]);

    expect([missing(DRAFT), takeArgs(DRAFT, NOON, edition)]).toEqual([["without"], null]);
    expect(takeArgs({ ...DRAFT, would_have_gone_to: "none" }, NOON, edition)).toMatchObject({
      would_have_gone_to: "none",
      would_have_gone_to_proposed: "police",
      taxonomy_version: 2,
    });
  });

  it("that leaves a type out takes away no draft of that type", () => {
    expect(takeArgs({ ...DRAFT, would_have_gone_to: "police" }, NOON, editionOf([THIRD]))).toMatchObject({
      type_code: "WELFARE",
      priority: TYPES.WELFARE.priority,
      would_have_gone_to_proposed: null,
      taxonomy_version: 3,
    });
  });
});
