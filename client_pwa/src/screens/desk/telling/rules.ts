/** What a caller was told, which call-backs are owed, and what was promised and is late. Pure. */
import type { Assignment, Call, Told } from "../../../schema";
import { isThereState } from "../../../sync/states";
import type { OnStrip } from "../rules/handovers";

const MINUTE = 60_000;

/** In so many minutes; none: no time was said. */
export const COMING_IN = [10, 20, 30, 45, 60] as const;
export const BACK_IN = [10, 20, 30, 60, 120] as const;

export const inMinutes = (now: number, minutes: number): number => now + minutes * MINUTE;

export const toldOf = (call: Pick<Call, "told">): readonly Told[] => call.told ?? [];

/** What was promised of calling back, as it was said last first. */
const backsOf = (call: Pick<Call, "told">): readonly Told[] =>
  toldOf(call)
    .filter((told) => told.what === "call_back")
    .toSorted((one, other) => other.at - one.at || (other.id < one.id ? -1 : 1));

/** The call-back that is promised, of which nobody has said what came of it (server/dispatch/rules/told.py). */
export const owedOf = (call: Pick<Call, "told">): Told | undefined => {
  const [last, ...before] = backsOf(call);
  if (last === undefined || (last.done_at ?? null) !== null) return undefined;
  return before.some((told) => (told.done_at ?? 0) > last.at) ? undefined : last;
};

/** It was promised for that time before another was said. */
export const isMoved = (told: Told, call: Pick<Call, "told">): boolean =>
  told.what === "call_back" && (told.done_at ?? null) === null && backsOf(call)[0]?.id !== told.id;

export const dueAt = (told: Told): number => told.by ?? told.at;

/** Call-backs whose time has come, also of calls that are closed; at once those that a partner may hear. */
export const dueBacks = (calls: Iterable<Call>, now: number): readonly OnStrip[] =>
  [...calls].flatMap((call): readonly OnStrip[] => {
    const told = owedOf(call);
    if (told === undefined || (told.unsafe !== true && dueAt(told) > now)) return [];
    const raised_at = told.unsafe === true ? told.at : dueAt(told);
    const about = { call_id: call.id, assignment_id: null, unit_id: null };
    return [{ id: told.id, kind: "call_back", told, ...about, raised_at, resolved_at: null }];
  });

const hasCome = (assignment: Assignment): boolean =>
  assignment.arrived_at !== null || isThereState(assignment.state) || assignment.state === "cleared";

/** For how long somebody should have been there by what the caller was told last; null while that holds, or is over. */
export const lateBy = (call: Call, assignments: readonly Assignment[], now: number): number | null => {
  const last = toldOf(call).findLast((told) => told.what !== "call_back");
  if (last?.what !== "coming" || (last.by ?? null) === null) return null;
  if (call.closed_at !== null || assignments.some(hasCome)) return null;
  const late = now - (last.by ?? 0);
  return late > 0 ? late : null;
};

/** Nobody calls back where a partner may listen, but on a number that is safe: else intake keeps none. */
export const mayCallBack = (call: Pick<Call, "screening" | "callback">): boolean =>
  Object.entries(call.screening).every(([key, answer]) => key !== "dv" || answer !== "yes") ||
  (call.callback ?? "") !== "";
