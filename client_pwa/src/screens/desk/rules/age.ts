/** How long a call has waited against the time it may wait. */
import type { Call, PriorityCode } from "../../../schema";
import type { Edition } from "../editions/rules";

const MINUTE = 60_000;

export interface Age {
  readonly waited_ms: number;
  /** Time left; negative when over; null without a limit. */
  readonly left_ms: number | null;
  /** How full the bar is, and where on it the limit stands (0 to 1; null without one). */
  readonly part: number;
  readonly tick: number | null;
  readonly look: "calm" | "soon" | "over";
}

/** Room on the bar beyond the limit, so that the mark never stands at its very end. */
const ROOM = 1.2;
/** So near to the limit it is worth a look. */
const SOON = 0.75;
/** What fills the bar of a call without a limit. */
const LONG_MS = 8 * 60 * MINUTE;

const lookOf = (waited: number, target: number, priority: PriorityCode): Age["look"] => {
  if (waited > target) return "over";
  return waited >= target * SOON || priority === "P1" ? "soon" : "calm";
};

const waitedMs = (call: Pick<Call, "received_at">, now: number): number => Math.max(0, now - call.received_at);

/** The age of a call that waits, at this moment, against how long it may wait for a team's yes by the edition. */
export const age = (
  call: Pick<Call, "priority" | "received_at">,
  now: number,
  { waitMs }: Pick<Edition, "waitMs">,
): Age => {
  const waited = waitedMs(call, now);
  const target = waitMs(call.priority);
  if (target === null) {
    return { waited_ms: waited, left_ms: null, part: Math.min(1, waited / LONG_MS), tick: null, look: "calm" };
  }
  const full = Math.max(target * ROOM, waited, 1);
  return {
    waited_ms: waited,
    left_ms: target - waited,
    part: waited / full,
    tick: target / full,
    look: lookOf(waited, target, call.priority),
  };
};

/** By priority; among equals, which have the same limit, the one over it most, or nearest to it, comes first. */
export const byUrgency =
  (now: number) =>
  (one: Pick<Call, "priority" | "received_at" | "id">, other: Pick<Call, "priority" | "received_at" | "id">): number =>
    one.priority.localeCompare(other.priority) ||
    waitedMs(other, now) - waitedMs(one, now) ||
    one.id.localeCompare(other.id);
