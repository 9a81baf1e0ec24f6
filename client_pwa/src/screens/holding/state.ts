/** How a call for help stands, as far as this phone can know. Pure. */
import type { Help } from "../../schema";
import { span } from "../../text/times";

/** So long it is held, that no pocket presses it. */
export const HOLD_MS = 2_000;
/** So many seconds a key or a screen reader can take it back. */
export const WITHOUT_HOLD_S = 5;
/** When nobody answers for so long, calling is better than waiting. */
export const UNHEARD_MS = 10_000;

/** The one that is not over, the newest of several. */
export const openHelp = (helps: Iterable<Help>, person: string): Help | undefined =>
  [...helps]
    .filter((it) => it.by === person && it.ended_at === null)
    .toSorted((one, other) => other.raised_at - one.raised_at)[0];

/** On its way; still here, for want of a signal; with whoever is to have it, where nobody has taken it for long; or taken. */
export type Stand = "sent" | "here" | "unheard" | "taken";

export const standOf = (
  help: Help,
  { isHere, isLive, now }: { readonly isHere: boolean; readonly isLive: boolean; readonly now: number },
): Stand => {
  if (help.taken_at !== null) return "taken";
  if (isHere && !isLive) return "here";
  return now - help.raised_at >= UNHEARD_MS ? "unheard" : "sent";
};

export const heldFor = (help: Help, now: number): string => span(Math.max(0, now - help.raised_at));
