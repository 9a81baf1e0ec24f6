/** What left this phone and is known to its organization, as this person wrote it. Pure. */
import type { Assignment, Encounter, Help, Referral, Unit } from "../../schema";
import type { Waiting } from "../../sync/client";
import { clock } from "../../text/times";
import { t } from "../../text/phone";
import { ladder, unsentSteps } from "./work";
import { inWords } from "./written";

/** One thing that left, with what it says: `type` and `entity` name it. */
export interface Left extends Pick<Waiting, "type" | "entity"> {
  readonly lines: readonly string[];
}

export interface Known {
  readonly assignments: Iterable<Assignment>;
  readonly encounters: Iterable<Encounter>;
  readonly referrals: Iterable<Referral>;
  readonly helps: Iterable<Help>;
  readonly waiting: readonly Waiting[];
}

/** How many things it is: a team's steps on a call are one each, an outcome is one whatever it says. */
export const countOf = ({ type, lines }: Left): number => (type === "assignment.stage" ? lines.length : 1);

const steps = (assignment: Assignment, waiting: readonly Waiting[]): readonly string[] =>
  ladder(assignment, unsentSteps(waiting, assignment)).flatMap(({ stage, at, unsent }) =>
    at === null || unsent ? [] : [`${t(`call.rung.${stage}`)} ${clock(at)}`],
  );

/** Of this person and, in its steps, of their team since its shift began. What only waits here has not left. */
export const left = (me: string, unit: Unit | null, known: Known): readonly Left[] => {
  const here = new Set(known.waiting.filter(({ state }) => state !== "sent").map(({ entity }) => entity));
  const of = (type: string, rows: Iterable<Encounter | Referral | Help>): readonly Left[] =>
    [...rows]
      .filter(({ id, by }) => by === me && !here.has(id))
      .map((row) => ({ type, entity: row.id, lines: inWords(type, row) }));
  const taken = [...known.assignments]
    .filter((it) => it.unit_id === unit?.id && it.offered_at >= (unit.shift_started_at ?? 0))
    .map((it) => ({ type: "assignment.stage", entity: it.id, lines: steps(it, known.waiting) }));
  return [
    ...taken,
    ...of("encounter.record", known.encounters),
    ...of("referral.make", known.referrals),
    ...of("help.place", known.helps),
  ].filter(({ lines }) => lines.length > 0);
};
