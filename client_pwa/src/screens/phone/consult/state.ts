/** What a team asked supervisors about its call, and how each question stands. Pure. */
import type { Assignment, Consult } from "../../../schema";

/** So long a question waits before the team is told to phone instead. Our default, for a city to confirm. */
const UNHEARD = 3 * 60_000;

export type Stand = "here" | "sent" | "unheard" | "told";

/** The questions of this team about this call, the earliest first. */
export const asksOf = (all: Iterable<Consult>, { call_id, unit_id }: Assignment): readonly Consult[] =>
  [...all]
    .filter((it) => it.call_id === call_id && it.unit_id === unit_id)
    .toSorted((one, other) => one.asked_at - other.asked_at);

export const standOf = (consult: Consult, is: { readonly isHere: boolean; readonly now: number }): Stand => {
  if ((consult.answers ?? []).length > 0) return "told";
  if (is.isHere) return "here";
  return is.now - consult.asked_at < UNHEARD ? "sent" : "unheard";
};
