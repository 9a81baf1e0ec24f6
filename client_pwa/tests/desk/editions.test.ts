import { describe, expect, it } from "vitest";
import { begunBy, blank, type Draft, readDrafts } from "../../src/screens/desk/intake/draft";
import { missing, priorityOf, proposalOf, takeArgs } from "../../src/screens/desk/intake/take";
import { changed, draftOf, lackOf, moved, nextArgs } from "../../src/screens/desk/editions/next";
import { asked, editionOf, FIRST, numbered, typesShown } from "../../src/screens/desk/editions/rules";
import { type Question, type Taxonomy, TYPE_CODE } from "../../src/schema";
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
    expect([...FIRST.types].sort()).toEqual([...TYPE_CODE].sort());
    expect(TYPE_CODE.map(FIRST.without)).toEqual(TYPE_CODE.map(() => null));
  });

  it("counts by its number, whatever came first", () => {
    expect(editionOf([THIRD, SECOND]).number).toBe(3);
    expect(editionOf([SECOND, THIRD]).types).toEqual(["NOISE"]);
  });

  it("says how urgent a type is here, else it is as everywhere", () => {
    const edition = editionOf([SECOND]);

    expect(priorityOf(DRAFT, edition)).toBe("P2");
    expect([edition.priority("NOISE"), edition.priority("OVERDOSE")]).toEqual(["P4", "P1"]);
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
      priority: "P3",
      would_have_gone_to_proposed: null,
      taxonomy_version: 3,
    });
  });
});

const DOG: Question = {
  id: "dog",
  words: { en: "Is a dog loose there?", es: "¿Hay un perro suelto?" },
  short: { en: "dog", es: "perro" },
  types: ["NOISE"],
  stops: [{ answer: "unknown", towards: "standby" }],
};

describe("what an edition says beside the types in use", () => {
  const edition = editionOf([
    {
      ...SECOND,
      order: "as_listed",
      sources: ["psap911"],
      priorities: [{ priority: "P4", answer_s: 60, wait_s: 900 }],
      questions: [DOG],
      types: [{ type_code: "NOISE", skills: [["PEER"]], leads_to: "phone_resolved" }, { type_code: "WELFARE" }],
    },
  ]);
  const noise: Draft = { ...DRAFT, type_code: "NOISE", would_have_gone_to: "none", answers: { dog: "unknown" } };

  it("counts here, and what it leaves out is as everywhere", () => {
    expect([edition.skills("NOISE"), edition.skills("WELFARE")]).toEqual([[["PEER"]], FIRST.skills("WELFARE")]);
    expect([edition.leadsTo("NOISE"), edition.leadsTo("OVERDOSE")]).toEqual(["phone_resolved", "alt_with_ems"]);
    expect([edition.waitMs("P4"), edition.waitMs("P2"), FIRST.waitMs("P4")]).toEqual([900_000, 300_000, null]);
    expect([edition.sources, FIRST.sources.length]).toEqual([["psap911"], 13]);
  });

  it("lists the types in its own order where it says so", () => {
    const calls = [{ type_code: "WELFARE" } as const];

    expect(typesShown(calls, edition)).toEqual(["NOISE", "WELFARE"]);
    expect(typesShown(calls, { ...edition, order: "by_use" })).toEqual(["WELFARE", "NOISE"]);
  });

  it("asks its own questions of its types, and the answer stops, is named on the call and stays with its edition", () => {
    expect([asked(edition, "NOISE"), asked(edition, "WELFARE"), asked(edition, null)]).toEqual([[DOG], [], []]);
    expect(proposalOf(noise, edition)).toMatchObject({ result: "alt_standby", because: ["dog"] });
    expect(takeArgs(noise, NOON, edition)).toMatchObject({
      triage_result: "alt_standby",
      screening: { dog: "unknown", private_home: "no" },
      asked: { dog: { en: "dog", es: "perro" } },
      taxonomy_version: 2,
    });
    expect(takeArgs({ ...noise, answers: { weapon: "no" } }, NOON, FIRST)).not.toHaveProperty("asked");
  });

  it("that arrives while a call is taken is for the next call: this one goes on by the edition it was begun with", () => {
    const begun = { ...blank("call-1", NOON, 2), place: "Mill Lane", answers: { dog: "yes" } as const };
    const [kept] = readDrafts(JSON.parse(JSON.stringify([begun])), 3);

    expect(kept).toEqual(begun);
    const all = [SECOND, THIRD];
    const desk = { edition: editionOf(all) };
    const seen = [desk, begunBy(begun, desk, all), begunBy(blank("call-2", NOON, 3), desk, all)];
    expect(seen.map(({ edition }) => edition.number)).toEqual([3, 2, 3]);
    expect(numbered([SECOND, THIRD], kept?.edition ?? 0).number).toBe(2);
    expect(numbered([SECOND, THIRD], 1), "the first is with every desk").toBe(FIRST);
    expect(numbered([THIRD], 2).number, "one this desk no longer has").toBe(3);
    expect(readDrafts([{ ...begun, edition: undefined }], 3)[0]?.edition, "what an earlier app kept").toBe(3);
  });
});

describe("the next edition, made at the desk", () => {
  const BASE: Taxonomy = {
    ...SECOND,
    sources: ["psap911"],
    questions: [DOG],
    types: [{ type_code: "NOISE", skills: [["PEER"]], would_have_gone_to: "police" }, { type_code: "WELFARE" }],
  };

  it("has nothing in it until something is changed, and what the sheet does not show goes along", () => {
    const draft = draftOf(BASE);

    expect(lackOf(draft, BASE)).toBe("nothing");
    expect(draft.lines.map((it) => it.type_code).sort()).toEqual([...TYPE_CODE].sort());
    expect(nextArgs(changed(draft, "NOISE", { priority: "P2" }), BASE)).toEqual({
      follows: 2,
      order: "by_use",
      agreed_on: "2026-11-02",
      sources: ["psap911"],
      priorities: null,
      questions: [DOG],
      types: [
        { type_code: "NOISE", skills: [["PEER"]], priority: "P2", would_have_gone_to: "police" },
        { type_code: "WELFARE", priority: "P3", would_have_gone_to: null },
      ],
    });
  });

  it("lists the types as they were put, once one was moved", () => {
    const draft = moved(draftOf(BASE), "WELFARE", -1);

    expect([draft.order, draft.lines.slice(0, 2).map((it) => it.type_code)]).toEqual([
      "as_listed",
      ["WELFARE", "NOISE"],
    ]);
    expect(moved(draft, "WELFARE", -1), "there is nothing above the first").toBe(draft);
    expect(editionOf([{ ...BASE, number: 3, ...nextArgs(draft, BASE) }]).types).toEqual(["WELFARE", "NOISE"]);
  });

  it("needs a type, and the day on which 911 agreed to who would have gone", () => {
    const first = draftOf(undefined);
    const none = { ...first, lines: first.lines.map((it) => ({ ...it, used: false })) };
    const agreed = changed(first, "NOISE", { without: "police" });

    expect([lackOf(first, undefined), lackOf(none, undefined), lackOf(agreed, undefined)]).toEqual([
      ...["nothing", "types", "day"],
    ]);
    expect(lackOf({ ...agreed, agreed_on: "2026-11-02" }, undefined)).toBeNull();
    expect(nextArgs(agreed, undefined)).toMatchObject({ follows: 1, questions: null });
  });
});
