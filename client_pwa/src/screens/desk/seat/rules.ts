/** What a supervisor is to look at, and in which order. Pure. */
import type { Consult, Review, ReviewReasonCode } from "../../../schema";

/** With a reason that nobody had before them when they looked. */
export const isOpen = ({ reasons, seen = [] }: Review): boolean => reasons.some((reason) => !seen.includes(reason));

/** The smaller, the graver (schemas/codes/outcome.py). */
const GRAVITY: Readonly<Record<ReviewReasonCode, number>> = {
  death: 0,
  hold: 1,
  suicide_risk: 2,
  must_report: 3,
  help_pressed: 4,
  staff_injury: 5,
  person_injury: 6,
  need_unmet: 7,
};

const gravity = ({ reasons }: Review): number => Math.min(...reasons.map((reason) => GRAVITY[reason]));

/** Nobody comes through these unharmed. */
export const isGrave = (reason: ReviewReasonCode): boolean => GRAVITY[reason] < GRAVITY.must_report;

/** To look at: the gravest first, of those the latest. */
export const toLookAt = (all: Iterable<Review>): readonly Review[] =>
  [...all].filter(isOpen).toSorted((one, other) => gravity(one) - gravity(other) || other.at - one.at);

/** Looked at: the last first. */
export const lookedAt = (all: Iterable<Review>): readonly Review[] =>
  [...all].filter((it) => !isOpen(it)).toSorted((one, other) => (other.reviewed_at ?? 0) - (one.reviewed_at ?? 0));

/** Nobody has answered it yet. */
export const isWaiting = ({ answered_at }: Consult): boolean => answered_at === null;

/** What teams ask: the longest waiting first; then what was answered, the last first. */
export const asked = (all: Iterable<Consult>): readonly Consult[] =>
  [...all].toSorted((one, other) =>
    isWaiting(one) || isWaiting(other)
      ? Number(isWaiting(other)) - Number(isWaiting(one)) || one.asked_at - other.asked_at
      : (other.answered_at ?? 0) - (one.answered_at ?? 0),
  );
