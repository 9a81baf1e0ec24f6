/** How long a call has waited against the time it may wait. */
import type { Call, PriorityCode } from "../../../schema";

const MINUTE = 60_000;

/** From the call to a team's yes. P4 is by appointment: it has no limit of its own. */
export const TARGET_MS: Readonly<Record<PriorityCode, number | null>> = {
  P0: 0,
  P1: 2 * MINUTE,
  P2: 5 * MINUTE,
  P3: 30 * MINUTE,
  P4: null,
};

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

/** The age of a call that waits, at this moment. */
export const age = (call: Pick<Call, "priority" | "received_at">, now: number): Age => {
  const waited = Math.max(0, now - call.received_at);
  const target = TARGET_MS[call.priority];
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
    age(other, now).waited_ms - age(one, now).waited_ms ||
    one.id.localeCompare(other.id);
