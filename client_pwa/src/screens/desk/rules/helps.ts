/** Who calls for help: on the strip until somebody at the desk has it, also when they say that it is over. Pure. */
import type { Assignment, Help } from "../../../schema";
import { isUnderWayState } from "../../../sync/states";
import type { OnStrip } from "./handovers";

/** One for each that nobody has, with the call that the team is on. */
export const callsForHelp = (helps: Iterable<Help>, assignments: Iterable<Assignment>): readonly OnStrip[] => {
  const going = [...assignments].filter((it) => isUnderWayState(it.state));
  return [...helps]
    .filter((help) => help.taken_at === null)
    .map((help) => ({
      id: help.id,
      kind: "help",
      help,
      call_id: going.find((it) => it.unit_id === help.unit_id)?.call_id ?? null,
      assignment_id: null,
      unit_id: help.unit_id,
      raised_at: help.raised_at,
      resolved_at: null,
    }));
};

const LATE_MS = 60_000;

/** How long it lay on a phone without a signal, if that matters. */
export const laidFor = ({ raised_at, received_at }: Help): number | null =>
  received_at - raised_at > LATE_MS ? received_at - raised_at : null;

/** Nobody has said yet that it is over. */
export const isOpenHelp = ({ ended_at }: Help): boolean => ended_at === null;
