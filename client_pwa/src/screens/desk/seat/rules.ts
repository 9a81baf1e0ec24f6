/** What a supervisor is to look at, and in which order. Pure. */
import type { Review, ReviewReasonCode } from "../../../schema";

/** With a reason that nobody had before them when they looked. */
export const isOpen = ({ reasons, seen = [] }: Review): boolean => reasons.some((reason) => !seen.includes(reason));

/** The smaller, the graver (schemas/codes/outcome.py). */
const GRAVITY: Readonly<Record<ReviewReasonCode, number>> = {
  death: 0,
  hold: 1,
  suicide_risk: 2,
  help_pressed: 3,
  staff_injury: 4,
  person_injury: 5,
  need_unmet: 6,
};

const gravity = ({ reasons }: Review): number => Math.min(...reasons.map((reason) => GRAVITY[reason]));

/** Nobody comes through these unharmed. */
export const isGrave = (reason: ReviewReasonCode): boolean => GRAVITY[reason] < GRAVITY.help_pressed;

/** To look at: the gravest first, of those the latest. */
export const toLookAt = (all: Iterable<Review>): readonly Review[] =>
  [...all].filter(isOpen).toSorted((one, other) => gravity(one) - gravity(other) || other.at - one.at);

/** Looked at: the last first. */
export const lookedAt = (all: Iterable<Review>): readonly Review[] =>
  [...all].filter((it) => !isOpen(it)).toSorted((one, other) => (other.reviewed_at ?? 0) - (one.reviewed_at ?? 0));
