/** Teams at work that are to say they are all right: by when, and what the desk does about one that does not. Pure. */
import type { Assignment } from "../../../schema";
import type { OnStrip } from "./handovers";

/** Its id changes with every step, so that each is said aloud; no press takes it off the strip, only a check-in does. */
const onStrip = (assignment: Assignment): OnStrip => ({
  id: `${assignment.id} ${assignment.check_step}`,
  kind: "check_in",
  check: assignment,
  call_id: assignment.call_id,
  assignment_id: assignment.id,
  unit_id: assignment.unit_id,
  raised_at: assignment.check_due_at ?? 0,
  resolved_at: null,
});

/** One for each team that did not check in. */
export const missedCheckIns = (assignments: Iterable<Assignment>): readonly OnStrip[] =>
  [...assignments].filter(isMissed).map(onStrip);

export const isMissed = (assignment: Assignment | null | undefined): boolean =>
  typeof assignment?.check_step === "string" && typeof assignment.check_due_at === "number";

/** How it stands with a team's check-in. */
export type Check =
  | { readonly how: "by" | "due"; readonly at: number }
  | { readonly how: "missed" | "no_link"; readonly at: number };

/** Null where nothing is asked of the team. */
export const checkOf = (assignment: Assignment | null, now: number): Check | null => {
  const at = assignment?.check_due_at ?? null;
  if (assignment === null || at === null) return null;
  if (isMissed(assignment)) return { how: assignment.no_link === true ? "no_link" : "missed", at };
  return { how: at > now ? "by" : "due", at };
};

/** Of several teams on a call the one whose check-in is due first. */
export const firstDue = (assignments: readonly Assignment[]): Assignment | undefined =>
  assignments
    .filter((it) => typeof it.check_due_at === "number")
    .toSorted((one, other) => (one.check_due_at ?? 0) - (other.check_due_at ?? 0))[0];
