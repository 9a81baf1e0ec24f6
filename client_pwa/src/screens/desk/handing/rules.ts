/** What shifts left that nobody has read: nobody owns what is in it until somebody has. Pure. */
import type { Handoff } from "../../../schema";
import type { OnStrip } from "../rules/handovers";

export const isUnread = ({ read_at }: Handoff): boolean => (read_at ?? null) === null;

/** Read by nobody, the oldest first. */
export const unreadOf = (all: Iterable<Handoff>): readonly Handoff[] =>
  [...all].filter(isUnread).toSorted((one, other) => one.made_at - other.made_at);

/** One for each that lay unread for too long. */
export const lateHandoffs = (all: Iterable<Handoff>): readonly OnStrip[] =>
  unreadOf(all).flatMap((handoff) =>
    (handoff.late_at ?? null) === null
      ? []
      : [
          {
            ...{ id: handoff.id, kind: "handoff", handoff, call_id: null, assignment_id: null },
            ...{ unit_id: handoff.unit_id, raised_at: handoff.made_at, resolved_at: null },
          } as const,
        ],
  );

/** How many things somebody has to see to. */
export const toDoIn = ({ calls = [], reasons = [], logs = [], promised = 0 }: Handoff): number =>
  calls.length + reasons.length + logs.length + promised;
