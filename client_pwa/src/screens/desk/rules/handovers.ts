/** Calls passed on to another service: they are the desk's until a name and a time at the other end are entered. */
import {
  type Alarm,
  type Assignment,
  type Backup,
  type Call,
  HANDED_TO,
  type HandedToCode,
  type Handover,
  type Handoff,
  type Help,
  type Told,
} from "../../../schema";
import type { RollCall } from "../helping/rolls";

/**
 * What stands on the strip: somebody who calls for help, a team that asks for backup, an alarm somebody takes, a handover
 * to or from another service that a name at the other end takes off it, a team that did not check in, or teams that do
 * not answer a roll-call.
 */
export type OnStrip = Omit<Alarm, "kind"> & {
  readonly kind:
    | Alarm["kind"]
    | "help"
    | "backup"
    | "handover"
    | "given"
    | "check_in"
    | "handoff"
    | "roll"
    | "call_back";
  readonly handover?: Handover;
  readonly check?: Assignment;
  readonly help?: Help;
  readonly handoff?: Handoff;
  readonly backup?: Backup;
  readonly roll?: RollCall;
  readonly told?: Told;
};

export const handoversOf = (call: Pick<Call, "handovers">): readonly Handover[] => call.handovers ?? [];

export const isGiven = (handover: Handover): boolean => handover.way === "from";

const isOpen = (handover: Handover): boolean => handover.taken_at === null;

/** One for each service where nobody is known to have it, also of a call that is closed. */
export const openHandovers = (calls: Iterable<Call>): readonly OnStrip[] =>
  [...calls].flatMap((call) =>
    handoversOf(call)
      .filter(isOpen)
      .map((handover) => ({
        id: handover.id,
        kind: isGiven(handover) ? "given" : "handover",
        handover,
        call_id: call.id,
        assignment_id: null,
        unit_id: null,
        raised_at: handover.begun_at,
        resolved_at: null,
      })),
  );

/** Where it may be passed on to: anywhere but where nobody has it yet. */
export const mayPassTo = (call: Call): readonly HandedToCode[] => {
  const asked = handoversOf(call)
    .filter((it) => isOpen(it) && !isGiven(it))
    .map((it) => it.to);
  return HANDED_TO.filter((to) => !asked.includes(to));
};

const MINUTE = 60_000;

/** How many minutes ago somebody there may have taken it: just now, and not before it was passed on. */
export const takenAgo = (handover: Handover, now: number): readonly number[] =>
  [0, 2, 5, 10, 20, 40].filter((minutes) => minutes === 0 || now - minutes * MINUTE >= handover.begun_at);
