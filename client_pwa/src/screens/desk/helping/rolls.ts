/** Roll-calls at the desk: who answered, who did not, who is not heard. Pure. */
import type { Roll } from "../../../schema";
import type { OnStrip } from "../rules/handovers";

export interface RollCall {
  readonly id: string;
  readonly why: Roll["why"];
  readonly called_at: number;
  readonly isOver: boolean;
  /** Who has not answered first, the most urgent first. */
  readonly teams: readonly Roll[];
}

const STEPS = ["missed", "call_team", "supervisor"];

const urgency = ({ answered_at, step }: Roll): number => (answered_at === null ? STEPS.indexOf(step ?? "") + 1 : -1);

/** The newest first. */
export const rollCalls = (rolls: Iterable<Roll>): readonly RollCall[] => {
  const all = [...rolls];
  return [...new Set(all.map((it) => it.roll_id))]
    .flatMap((call) => {
      const teams = all.filter((it) => it.roll_id === call);
      const [one] = teams;
      if (one === undefined) return [];
      const sorted = teams.toSorted((a, b) => urgency(b) - urgency(a) || a.unit_id.localeCompare(b.unit_id));
      const { roll_id: id, why, called_at, ended_at } = one;
      return [{ id, why, called_at, isOver: ended_at !== null, teams: sorted }];
    })
    .toSorted((one, other) => other.called_at - one.called_at);
};

/** The one that goes on. */
export const openRoll = (rolls: Iterable<Roll>): RollCall | undefined => rollCalls(rolls).find((it) => !it.isOver);

/** Who has not answered for too long. */
export const missingOf = ({ teams }: RollCall): readonly Roll[] =>
  teams.filter((it) => it.answered_at === null && it.step !== null);

/** One for each roll-call in which somebody does not answer; its id changes with who and how long, and is said anew. */
export const missedRolls = (rolls: Iterable<Roll>): readonly OnStrip[] =>
  rollCalls(rolls)
    .filter((it) => !it.isOver && missingOf(it).length > 0)
    .map((it) => {
      const missing = missingOf(it);
      return {
        id: [it.id, ...missing.map(({ unit_id, step }) => `${unit_id} ${step}`)].join(" "),
        kind: "roll",
        roll: it,
        call_id: null,
        assignment_id: null,
        unit_id: missing.length === 1 ? (missing[0]?.unit_id ?? null) : null,
        raised_at: Math.min(...missing.map(({ asked_at }) => asked_at)),
        resolved_at: null,
      };
    });
