/** What a shift rests on beside the alarm: room for what is not sent, and the text that follows it. Words of both. */
import type { Step } from "../../../parts/thread";
import { say } from "../../../text/later";

/** What a browser tells of its storage, in bytes; older ones less, WebKit outside of Apple's nothing. */
export interface Estimate {
  readonly quota?: number;
  readonly usage?: number;
}

/** Five shifts of ten calls, twenty records each, every one 5 kB with the copy for the screen; a note has 600 letters. */
const WEEK_BYTES = 5_000_000;
/** From here on nobody counts: two months, as long as a phone may lie in a drawer. */
const MONTHS = 9;

interface Keeps {
  readonly storage?: { readonly estimate?: () => Promise<Estimate> };
}

/** Null where the browser does not tell. */
export const estimate = async (here: Keeps = navigator): Promise<Estimate | null> => {
  if (here.storage?.estimate === undefined) return null;
  return await here.storage.estimate().catch(() => null);
};

const weeksOf = ({ quota, usage }: Estimate): number | null =>
  quota === undefined || usage === undefined ? null : Math.max(0, Math.floor((quota - usage) / WEEK_BYTES));

const roomWords = (weeks: number | null, isFull: boolean): string | null => {
  if (isFull || weeks === 0) return say("ring.noRoom");
  if (weeks === null) return null;
  return weeks < MONTHS ? say("ring.weeks", { n: weeks }) : say("ring.months");
};

/** What waits, and how long there is room for more. `isFull`: room was to be kept for saving, and there was none. */
export const unsentStep = (waiting: number, found: Estimate | null, isFull: boolean): Step => {
  const weeks = weeksOf(found ?? {});
  const words = [
    waiting === 0 ? say("me.unsentNone") : say("me.unsentN", { n: waiting }),
    roomWords(weeks, isFull) ?? [],
  ].flat();
  const state = isFull || weeks === 0 ? "fail" : waiting === 0 ? "done" : "wait";
  return { key: "unsent", state, label: words.join(" ") };
};

/** By the end of the number the server told; null where it knows none, undefined where it was not heard. */
export const textStep = (ends: string | null | undefined): readonly Step[] => {
  if (ends === undefined) return [];
  if (ends === null) return [{ key: "text", state: "fail", label: say("ring.noText") }];
  return [{ key: "text", state: "done", label: say("ring.text", { ends }) }];
};
