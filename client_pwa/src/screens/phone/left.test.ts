import { describe, expect, it } from "vitest";
import type { Assignment, Encounter, Help, Referral, Unit } from "../../schema";
import type { Waiting } from "../../sync/client";
import { language } from "../../text/words";
import { countOf, type Known, left } from "./left";

const NOON = Date.UTC(2026, 10, 29, 12);
const UNIT = { id: "unit-1", shift_started_at: NOON } as Unit;
const ANSWERS = {
  ...{ contact_result: "gone", repeat_contact: "unknown", would_have_gone_to: "police", team_safe: true, others: [] },
} as Encounter["answers"];
const CONSENT = { form: "verbal_witnessed", given_at: NOON, expires_at: NOON } as const;

const CALL = { id: "assignment-1", unit_id: "unit-1", offered_at: NOON + 1, state: "on_scene" } as Assignment;
const ARRIVED = { ...CALL, enroute_at: NOON + 60_000, arrived_at: NOON + 120_000 } as Assignment;
const OUTCOME = { id: "outcome-1", by: "ada", answers: ANSWERS, note: "By the gate." } as Encounter;
const SHARED: Partial<Referral> = { shared: { first_name: "Lee" }, consent: CONSENT };
const REFERRAL = { id: "referral-1", by: "ada", need: "food", urgency: "tonight", ...SHARED } as Referral;
const HELP = { id: "help-1", by: "ada", position: { lat: 34.05, lon: -118.24, accuracy_m: 12, at: NOON } } as Help;

const known = (some: Partial<Known>): Known => ({
  ...{ assignments: [], encounters: [], referrals: [], helps: [], waiting: [] },
  ...some,
});
const saved = (type: string, entity: string): Waiting =>
  ({
    ...{ id: `${type}-${entity}`, savedAt: NOON, state: "saved", code: null, stuck: false },
    type,
    entity,
  }) as Waiting;

describe("what left this phone", () => {
  language.value = "en";

  it("says an outcome, a referral and a place as they were written", () => {
    const all = left("ada", UNIT, known({ encounters: [OUTCOME], referrals: [REFERRAL], helps: [HELP] }));

    expect(all.map(({ type }) => type)).toEqual(["encounter.record", "referral.make", "help.place"]);
    expect(all[0]?.lines).toContain("By the gate.");
    expect(all[1]?.lines.join("; ")).toMatch(/^Food · .*; .*: Lee; Ends by itself: .*29/);
    expect(all[2]?.lines).toEqual(["34.05, -118.24 (± 12 m)"]);
  });

  it("is the steps of the team in this shift, each with its time", () => {
    const before = { ...ARRIVED, id: "assignment-0", offered_at: NOON - 1 };
    const others = { ...ARRIVED, id: "assignment-2", unit_id: "unit-2" };

    const all = left("ada", UNIT, known({ assignments: [ARRIVED, before, others] }));

    expect(all.map(({ entity }) => entity)).toEqual(["assignment-1"]);
    expect(all[0]?.lines).toHaveLength(2);
  });

  it("counts each step, and an outcome once", () => {
    const all = left("ada", UNIT, known({ assignments: [ARRIVED], encounters: [OUTCOME] }));

    expect(all.map(countOf)).toEqual([2, 1]);
  });

  it("is nothing that only waits here", () => {
    const waiting = [saved("encounter.record", "outcome-1"), saved("assignment.stage", "assignment-1")];

    const all = left("ada", UNIT, known({ assignments: [ARRIVED], encounters: [OUTCOME], waiting }));

    expect(all.map(({ type, lines }) => [type, lines.length])).toEqual([["assignment.stage", 1]]);
  });

  it("is no step with somebody they came across before anybody heard of that", () => {
    const met = { ...ARRIVED, call_id: "call-1" };
    const waiting = [saved("call.meet", "call-1")];
    const sent = waiting.map((it) => ({ ...it, state: "sent" }) as Waiting);

    expect(left("ada", UNIT, known({ assignments: [met], waiting }))).toEqual([]);
    expect(left("ada", UNIT, known({ assignments: [met], waiting: sent }))).toHaveLength(1);
  });

  it("is nothing of anybody else", () => {
    const of = { encounters: [OUTCOME], referrals: [REFERRAL], helps: [HELP] };

    expect(left("ben", UNIT, known(of))).toEqual([]);
    expect(left("ada", UNIT, known(of))).toHaveLength(3);
  });
});
