/** The confidential log as a form: what is needed, what is filled in already, when to look again. Pure. */
import type { AnswerCode, CommandArgs, Mediation } from "../../schema";

type Args = Required<CommandArgs["mediation.record"]>;

export type Draft = {
  readonly [K in Exclude<keyof Args, "actions">]: Args[K] | null;
} & { readonly actions: Args["actions"] };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const partOfDay = (hour: number): Args["part_of_day"] => {
  if (hour >= 5 && hour < 12) return "morning";
  if (hour >= 12 && hour < 17) return "afternoon";
  return hour >= 17 && hour < 22 ? "evening" : "night";
};

/** "2026-11-21", by the phone's own day; `back` days earlier. */
export const dayOf = (now: number, back = 0): string => {
  const at = new Date(now - back * DAY);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
};

/** A new log: today, this part of the day, and a look in a day's time are filled in; the rest is asked. */
export const blank = (now: number): Draft => ({
  area: null,
  day: dayOf(now),
  part_of_day: partOfDay(new Date(now).getHours()),
  how_learned: null,
  conflict_type: null,
  parties: null,
  actions: [],
  outcome: null,
  youth_present: "unknown",
  weapon_present: "unknown",
  shooting_likely: "possible",
  group_involved: "unknown",
  retaliation_related: "unknown",
  retaliation_prevented: "unsure",
  look_again: "24h",
  staff_minutes: null,
});

/** What was half entered and kept, unless its day can no longer be chosen: then it is begun anew. */
export const asDraft = (kept: unknown, now: number): Draft | null => {
  if (typeof kept !== "object" || kept === null) return null;
  const draft: Draft = { ...blank(now), day: null, ...kept };
  return draft.day === dayOf(now) || draft.day === dayOf(now, 1) ? draft : null;
};

/** What is still to be answered. */
export const toGo = (draft: Draft): readonly (keyof Draft)[] => {
  const needed = ["area", "parties", "conflict_type", "actions", "outcome", "how_learned"] as const;
  return needed.filter((name) => (name === "actions" ? draft.actions.length === 0 : draft[name] === null));
};

export const placed = (draft: Draft): boolean => draft.area !== null && draft.parties !== null;

/** The finished log as the command says it; null while something is to go. */
export const asArgs = (draft: Draft): CommandArgs["mediation.record"] | null => {
  const { area, day, part_of_day, how_learned, conflict_type, parties, outcome } = draft;
  if (area === null || day === null || part_of_day === null || how_learned === null) return null;
  if (conflict_type === null || parties === null || outcome === null) return null;
  if (draft.actions.length === 0) return null;
  const answer = (value: AnswerCode | null): AnswerCode => value ?? "unknown";
  return {
    area,
    day,
    part_of_day,
    how_learned,
    conflict_type,
    parties,
    outcome,
    actions: draft.actions,
    youth_present: answer(draft.youth_present),
    weapon_present: answer(draft.weapon_present),
    group_involved: answer(draft.group_involved),
    retaliation_related: answer(draft.retaliation_related),
    shooting_likely: draft.shooting_likely ?? "possible",
    retaliation_prevented: draft.retaliation_prevented ?? "unsure",
    look_again: draft.look_again ?? "none",
    staff_minutes: draft.staff_minutes,
  };
};

const LOOK_MS: Readonly<Record<Mediation["look_again"], number | null>> = {
  "24h": DAY,
  "72h": 3 * DAY,
  "7d": 7 * DAY,
  "30d": 30 * DAY,
  none: null,
};

/** When somebody meant to look again; null where no need was seen. */
export const lookAgainBy = (mediation: Mediation): number | null => {
  const after = LOOK_MS[mediation.look_again];
  return after === null ? null : mediation.received_at + after;
};
