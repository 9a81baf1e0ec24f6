import { describe, expect, it } from "vitest";
import type { Demographics, Encounter, OutcomeAnswers } from "../../schema";
import { answers, draftOf } from "./answered";
import { differing, isUnlike, toldApart, versionsOf } from "./saves";

const NOON = 1_790_000_000_000;
const MET: OutcomeAnswers = {
  contact_result: "contact_made",
  resolution: ["resolved_on_scene", "referred"],
  unmet_reason: null,
  transport: { by: "us", destination: "shelter", consented: true },
  others_on_scene: [{ agency: "police", asked_by: "bystander", when: "before_us" }],
  services: ["active_listening", "deescalation"],
  supplies: [{ code: "water", quantity: 2 }],
  persons_count: 1,
  repeat_contact: "first",
  would_have_gone_to: "police",
  team_safe: true,
  staff_injured: false,
};
const GONE: OutcomeAnswers = {
  contact_result: "gone",
  others_on_scene: [],
  would_have_gone_to: "police",
  team_safe: true,
  staff_injured: false,
};

const saved = (first: OutcomeAnswers, ...later: readonly (readonly [string, OutcomeAnswers])[]): Encounter => ({
  id: "e",
  assignment_id: "a",
  call_id: "c",
  unit_id: "u",
  by: "ama",
  first_saved_at: NOON,
  final_at: NOON + later.length,
  received_at: NOON,
  answers: first,
  additions: later.map(([by, said], i) => ({ by, at: NOON + i + 1, answers: said, note: null })),
  note: null,
  version: 1,
});

const unlike = (encounter: Encounter) => differing(versionsOf(encounter));

describe("a saved outcome", () => {
  it("is the form again that it came from", () => {
    expect(answers(draftOf(MET))).toEqual(MET);
    expect(answers(draftOf(GONE))).toEqual(GONE);
  });
});

describe("what partners saved", () => {
  it("is no difference where one noticed more than the other: both are true", () => {
    const [addition] = saved(MET, ["ben", MET]).additions;
    const both = {
      ...saved(MET),
      presenting: ["grief"],
      additions: [{ ...addition, presenting: ["alcohol"] }],
    } as Encounter;

    expect(versionsOf(both).map(({ draft }) => draft.noticed)).toEqual([["grief"], ["alcohol"]]);
    expect(isUnlike(both)).toBe(false);
  });

  it("is not said to have no note where one lies damaged", () => {
    const both = saved(MET, ["ben", GONE]);
    const lost = (encounter: Encounter) => versionsOf(encounter).map(({ note, lostNote }) => [note, lostNote]);

    expect(lost({ ...both, note: "slept rough" })).toEqual([
      ["slept rough", false],
      ["", false],
    ]);
    expect(lost({ ...both, note: "slept rough", unreadable: true })).toEqual([
      ["slept rough", false],
      ["", true],
    ]);
  });

  it("is no difference when they saved the same, in whatever order they tapped", () => {
    const tapped: OutcomeAnswers = { ...MET, services: ["deescalation", "active_listening"] };

    expect(unlike(saved(MET))).toEqual([]);
    expect(unlike(saved(MET, ["ben", tapped]))).toEqual([]);
  });

  it("tells the questions they answered differently, in the order they are asked", () => {
    const other: OutcomeAnswers = { ...MET, team_safe: false, resolution: ["referred", "resolved_on_scene"] };

    expect(unlike(saved(MET, ["ben", other]))).toEqual(["ended", "safe"]);
    expect(unlike(saved(MET, ["ben", { ...MET, transport: null, persons_count: 2 }]))).toEqual(["contact", "moved"]);
  });

  it("differs in all that was asked of one only, when one met nobody", () => {
    expect(unlike(saved(MET, ["ben", GONE]))).toEqual(["contact", "ended", "moved", "others", "did"]);
  });

  it("is settled when one of them saves once more what the other said", () => {
    expect(unlike(saved(MET, ["ben", GONE], ["ama", GONE]))).toEqual([]);
    expect(unlike(saved(MET, ["ama", GONE]))).toEqual([]);
  });

  it("differs where the person told them different things, and not where only one of them asked", () => {
    const told = (hers: Demographics, his: Demographics): Encounter => {
      const both = saved(MET, ["ben", MET]);
      return { ...both, demographics: hers, additions: both.additions.map((it) => ({ ...it, demographics: his })) };
    };
    const young: Demographics = { age_band: { how: "asked", answer: "18-24" }, veteran: null };
    const older: Demographics = { age_band: { how: "observed", answer: "25-39" } };

    expect(toldApart(versionsOf(told(young, older)))).toEqual(["age_band"]);
    expect(isUnlike(told(young, older))).toBe(true);
    for (const his of [{}, { age_band: young.age_band }, { language: { how: "declined", answer: null } }] as const) {
      expect(toldApart(versionsOf(told(young, his as Demographics)))).toEqual([]);
      expect(isUnlike(told(young, his as Demographics))).toBe(false);
    }
  });

  it("counts as the last one saved", () => {
    const versions = versionsOf(saved(MET, ["ben", GONE], ["ama", MET]));

    expect(versions.map(({ by, at }) => [by, at])).toEqual([
      ["ben", NOON + 1],
      ["ama", NOON + 2],
    ]);
  });
});
