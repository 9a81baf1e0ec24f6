/** What the desk took this team off: told on each phone that showed them going, until somebody there says OK. Pure. */
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

/** The last of those this phone showed as under way that was ended for the team. */
export const calledOff = (
  assignments: Iterable<Assignment>,
  unit: Unit,
  going: readonly string[],
): CalledOff | null => {
  const own = [...assignments].filter((it) => it.unit_id === unit.id);
  const told = own
    .filter((it) => hadIt(it) && going.includes(it.id))
    .sort((one, other) => (other.ended_at ?? 0) - (one.ended_at ?? 0));
  for (const assignment of told) {
    const how = howOf(assignment.state);
    const next = own.find((it) => it.instead_of === assignment.id && it.state === "offered") ?? null;
    if (how !== null) return { assignment, how, next };
  }
  return null;
};
