/** What happens by itself to an offer that nobody answers, and when: the ladder as the server climbs it. Pure. */
import type { Assignment, OfferNextCode, PriorityCode } from "../../../schema";
import { isAsked } from "../rules/board";
import { isUnsent } from "../rules/ladder";

/** server/dispatch/rules/ladder.py has the same; tests/vectors proves it. */
const URGENT = { text: 15_000, raise: 30_000, phone: 45_000 } as const;
const USUAL = { text: 30_000, raise: 60_000, phone: 90_000 } as const;

export const stepTimes = (priority: PriorityCode): Readonly<Record<"text" | "raise" | "phone", number>> =>
  priority <= "P1" ? URGENT : USUAL;

/** text: to whoever was not shown it. raise: the desk is told by policy. phone: whom to phone. over: it runs out. */
export type Step = "text" | "raise" | "phone" | "over";

export interface Coming {
  readonly step: Step;
  readonly at: number;
}

export interface Rules {
  /** Texts are sent at all. */
  readonly texts: boolean;
  readonly unanswered: OfferNextCode;
}

/** The steps that are still to come, in their order; none of an offer that is answered, or only saved here. */
export const comingSteps = (
  assignment: Assignment,
  priority: PriorityCode,
  { texts, unanswered }: Rules,
  now: number,
): readonly Coming[] => {
  if (!isAsked(assignment) || isUnsent(assignment) || assignment.answer_by === null) return [];
  const times = stepTimes(priority);
  const isSeen = assignment.ladder.length > 0 && assignment.ladder.every((rung) => rung.shown_at !== null);
  const steps: readonly (Coming | null)[] = [
    texts && !isSeen ? { step: "text", at: assignment.offered_at + times.text } : null,
    unanswered === "nothing" ? null : { step: "raise", at: assignment.offered_at + times.raise },
    { step: "phone", at: assignment.offered_at + times.phone },
    { step: "over", at: assignment.answer_by },
  ];
  return steps.filter((it) => it !== null).filter((it) => it.at > now);
};
