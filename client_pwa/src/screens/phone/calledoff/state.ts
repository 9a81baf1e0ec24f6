/** What the desk took this team off, and that nobody on this phone has said OK to yet. Pure. */
import type { Assignment, Unit } from "../../../schema";

const OFF = new Set(["preempted", "cancelled_enroute", "cancelled_on_scene", "reassigned", "transferred"] as const);
type Off = typeof OFF extends Set<infer S> ? S : never;

export interface CalledOff {
  readonly assignment: Assignment;
  readonly how: Off;
  /** The call they are asked for in its place. */
  readonly next: Assignment | null;
}

const howOf = (state: Assignment["state"]): Off | null => [...OFF].find((it) => it === state) ?? null;

const hadIt = ({ accepted_at, enroute_at, staged_at, arrived_at }: Assignment): boolean =>
  (accepted_at ?? enroute_at ?? staged_at ?? arrived_at) !== null;

/** The last of this shift that the team had and that was ended for it; what was read is not told again. */
export const calledOff = (assignments: Iterable<Assignment>, unit: Unit, read: readonly string[]): CalledOff | null => {
  const own = [...assignments].filter((it) => it.unit_id === unit.id);
  const told = own
    .filter((it) => hadIt(it) && !read.includes(it.id) && (it.ended_at ?? 0) >= (unit.shift_started_at ?? 0))
    .sort((one, other) => (other.ended_at ?? 0) - (one.ended_at ?? 0));
  for (const assignment of told) {
    const how = howOf(assignment.state);
    const next = own.find((it) => it.instead_of === assignment.id && it.state === "offered") ?? null;
    if (how !== null) return { assignment, how, next };
  }
  return null;
};
