/** Who could be taken off a call for a more urgent one, and who was asked in place of whom. Pure. */
import type { Assignment, Call } from "../../../schema";
import { isThereState } from "../../../sync/states";
import { isOpen, isWith } from "../rules/board";
import type { Candidate } from "../rules/order";

/** From here a team may be moved (server/dispatch/rules/moving.py). */
const MOVABLE: ReadonlySet<Assignment["state"]> = new Set(["accepted", "enroute"]);

/** A team, what it would leave, and who would stay on that call. */
export interface Move {
  readonly candidate: Candidate;
  readonly leaves: Assignment;
  readonly left: Call;
  readonly staying: readonly Assignment[];
}

/** Everything the desk sees of who is on what. */
export interface Seen {
  readonly calls: ReadonlyMap<string, Call>;
  readonly assignments: ReadonlyMap<string, Assignment>;
}

/** Teams on their way to something less urgent, the best for this call first. A team with two calls is left alone. */
export const movable = (
  candidates: readonly Candidate[],
  call: Pick<Call, "priority">,
  { calls, assignments }: Seen,
): readonly Move[] => {
  const under = [...assignments.values()].filter(isWith);
  return candidates.flatMap((candidate) => {
    const [leaves, second] = under.filter((it) => it.unit_id === candidate.unit.id);
    const left = calls.get(leaves?.call_id ?? "");
    if (candidate.may !== "busy" || leaves === undefined || second !== undefined || left === undefined) return [];
    if (!MOVABLE.has(leaves.state) || left.priority <= call.priority) return [];
    const staying = under.filter((it) => it.call_id === left.id && it !== leaves);
    return [{ candidate, leaves, left, staying }];
  });
};

/** Whether another team that says yes frees this one at once: it is not there yet (server/dispatch/rules/moving.py). */
export const isFreedAtYes = ({ state }: Pick<Assignment, "state">): boolean => !isThereState(state);

/** Who is asked, or goes, in place of this one. */
export const successor = (assignment: Assignment, { assignments }: Seen): Assignment | undefined =>
  [...assignments.values()].find((it) => it.instead_of === assignment.id && isOpen(it));

const HANDS_OVER: ReadonlySet<Assignment["state"]> = new Set(["on_scene", "contact"]);

/** The team that was asked in place of this one and is with them: it may have taken over. */
export const relief = (assignment: Assignment, seen: Seen): Assignment | undefined => {
  const next = successor(assignment, seen);
  const isThere = next !== undefined && isThereState(next.state) && HANDS_OVER.has(assignment.state);
  return isThere && next.unit_id !== assignment.unit_id ? next : undefined;
};

/** How many of the call's teams the server is to wait for: those on it, and so many more. One more is the usual. */
export const wantedOf = (more: number, there: readonly Assignment[]): number => (more === 1 ? 1 : there.length + more);
