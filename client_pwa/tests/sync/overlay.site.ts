/** What a site's phones foresee, case by case. */
import { CALLOUTS } from "../../src/sync/later/site/callouts";
import { MEDIATIONS } from "../../src/sync/later/site/mediation";
import type { CalloutType, MediationType } from "../../src/sync/overlay";
import { NOON } from "./clock";
import { type Case, command } from "./pending";

export const SITE_FORESEEN = { ...MEDIATIONS, ...CALLOUTS };

const MEDIATION = {
  ...{ area: "North", day: "2026-01-01", part_of_day: "night", how_learned: "saw_it" },
  ...{ conflict_type: "family", parties: "2-3", actions: [], outcome: "ongoing" },
};

const CALLOUT = {
  id: "o1",
  by: "p9",
  kind: "vigil",
  people: 1,
  coming: 0,
  state: "open",
  step: "lead",
  ended_at: null,
};
const COMING = {
  ...{ id: "o1p1", callout_id: "o1", person_id: "p1", shown_at: null, answer: null, said_at: null, also: false },
  ...{ checked_at: null, check_by: null, missed_at: 7, no_link: true, safe_at: null },
};
/** A call-out that nobody has answered. */
export const SITE_ROWS = [
  ["callout", CALLOUT],
  ["coming", COMING],
] as const;

export const SITE_CASES: Readonly<Record<MediationType | CalloutType, Case>> = {
  "mediation.record": [
    command("mediation.record", "m1", MEDIATION),
    ...(["mediation", "m1", { area: "North", by: "p1", look_again: "none" }] as const),
  ],
  "duty.say": [
    command("duty.say", "p1", { on_call: true }),
    ...(["duty", "p1", { name: "Ana", on_call: true, until_at: NOON + 12 * 3_600_000 }] as const),
  ],
  "callout.make": [
    command("callout.make", "o2", { area: "north", part_of_day: "night", kind: "brewing" }),
    ...(["callout", "o2", { by: "p1", people: 1, state: "open", coming: 0, made_at: NOON }] as const),
  ],
  "callout.shown": [command("callout.shown", "o1", { shown_at: NOON }), "coming", "o1p1", { shown_at: NOON }],
  "callout.say": [
    command("callout.say", "o1", { coming: true, in_min: 10 }),
    ...(["coming", "o1p1", { answer: "coming", from_at: NOON + 600_000, check_by: NOON + 4_200_000 }] as const),
  ],
  "callout.check_in": [
    command("callout.check_in", "o1", { in_min: 30 }),
    ...(["coming", "o1p1", { answer: "coming", check_by: NOON + 1_800_000, missed_at: null, no_link: false }] as const),
  ],
  "callout.end": [
    command("callout.end", "o1", { ending: "done" }),
    ...(["callout", "o1", { state: "ended", ending: "done", ended_at: NOON, step: null }] as const),
  ],
};
