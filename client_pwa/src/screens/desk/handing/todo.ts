/** Calls closed in a burst without a team, of which nobody has said yet why. Pure. */
import type { Call } from "../../../schema";
import type { Standing } from "../rules/board";
import { BY_PHONE } from "../rules/triage";

const byPhone: ReadonlySet<Call["triage_result"]> = new Set(BY_PHONE);

/** No team came to it, it was not solved by phone, and it is closed: there was somebody whom we did not serve. */
const isNotServed = ({ call, assignments }: Standing): boolean =>
  call.closed_at !== null &&
  !byPhone.has(call.triage_result) &&
  !assignments.some((it) => it.arrived_at !== null || it.state === "cleared");

/** The oldest first. */
export const reasonsToDo = (all: Iterable<Standing>): readonly Call[] =>
  [...all]
    .filter((it) => isNotServed(it) && it.call.not_sent_reason === null)
    .map(({ call }) => call)
    .toSorted((one, other) => (one.closed_at ?? 0) - (other.closed_at ?? 0));

/** How many of those not served nobody can say why, of how many; under two in a hundred is the goal (2 %, D). */
export const unknownOf = (all: Iterable<Standing>): { readonly n: number; readonly of: number } => {
  const every = [...all].filter(isNotServed);
  const unknown = every.filter(({ call }) => (call.not_sent_reason ?? "unknown") === "unknown");
  return { n: unknown.length, of: every.length };
};
