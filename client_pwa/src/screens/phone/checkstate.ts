/** Where a team stands with its check-in, by this phone's own count: it needs no signal. Pure. */

const MINUTE = 60_000;
/** So long before it is due the phone warns; so long after it dispatch is told. */
const SOON = 2 * MINUTE;
const TOLD = 2 * MINUTE;
/** Put away without an answer, the question comes back. */
export const AGAIN = MINUTE;

export type How = "by" | "soon" | "due" | "told";

export const howOf = (due: number, now: number): How => {
  if (now < due - SOON) return "by";
  if (now < due) return "soon";
  return now < due + TOLD ? "due" : "told";
};

/** When dispatch hears of it, if nobody answers. */
export const toldAt = (due: number): number => due + TOLD;

/** Whether to ask now: it is due, and not just put away. */
export const isAsking = (due: number | null, now: number, putAwayAt: number | null): boolean =>
  due !== null && now >= due && (putAwayAt === null || now - putAwayAt >= AGAIN);
