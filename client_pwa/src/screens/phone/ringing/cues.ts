/**
 * What a phone sounds while the app is open, how it shakes, and how often: told apart by rhythm, not by pitch alone.
 * Pure. No siren and no beeping: whoever stands beside the phone may be the person it is about.
 */
import type { PriorityCode } from "../../../schema";

export type Kind = "going" | "urgent" | "offer" | "low" | "lowest" | "soon" | "due";

/** Milliseconds from the beginning, and how high and how loud (of 1). */
export interface Note {
  readonly at: number;
  readonly lasts: number;
  readonly hz: number;
  readonly loud: number;
}

export interface Cue {
  readonly notes: readonly Note[];
  /** Shaking and stillness in turn, in milliseconds. */
  readonly shakes: readonly number[];
}

interface Plan extends Cue {
  /** After so long again for as long as it holds; `half`: once more, at half of the time there is. */
  readonly again: number | "half" | null;
}

const note = (at: number, lasts: number, hz: number, loud: number): Note => ({ at, lasts, hz, loud });

const PLANS: Readonly<Record<Kind, Plan>> = {
  going: { notes: [note(0, 250, 440, 0.8), note(300, 500, 660, 0.8)], shakes: [400, 100, 400, 100, 400], again: 5_000 },
  urgent: { notes: [note(0, 500, 587, 1), note(700, 500, 587, 1)], shakes: [600, 200, 600], again: 4_000 },
  offer: { notes: [note(0, 250, 523, 0.5), note(400, 250, 523, 0.5)], shakes: [300, 150, 300], again: 8_000 },
  low: { notes: [note(0, 400, 494, 0.4)], shakes: [200, 100, 200], again: "half" },
  lowest: { notes: [], shakes: [80], again: null },
  soon: { notes: [], shakes: [80, 80, 80], again: null },
  due: {
    notes: [note(0, 200, 392, 0.5), note(300, 200, 392, 0.5), note(600, 200, 392, 0.5)],
    shakes: [250, 120, 250, 120, 250],
    again: 20_000,
  },
};

/** From what cannot wait to what can: only the first that holds is heard. */
const RANK: readonly Kind[] = ["going", "urgent", "due", "offer", "low", "soon", "lowest"];

const OF_OFFER: Readonly<Record<PriorityCode, Kind>> = {
  P0: "urgent",
  P1: "urgent",
  P2: "offer",
  P3: "low",
  P4: "lowest",
};

const FELT_ALWAYS: ReadonlySet<Kind> = new Set<Kind>(["going", "soon", "due"]);

/** What is played for this; where it must be quiet nothing is heard, and only what is about safety is felt. */
export const cueOf = (kind: Kind, isQuiet: boolean): Cue => {
  const { notes, shakes } = PLANS[kind];
  if (!isQuiet) return { notes, shakes };
  return { notes: [], shakes: FELT_ALWAYS.has(kind) ? shakes : [] };
};

/** How long after the n-th time (from 0) it is played again; null for never. `lasts`: how long there is, if it ends. */
export const againAfter = (kind: Kind, n: number, lasts: number | null): number | null => {
  const { again } = PLANS[kind];
  if (again !== "half") return again;
  return n === 0 && lasts !== null && lasts > 0 ? lasts / 2 : null;
};

/** What holds now, each by its id; `null` where it does not. */
export interface Situation {
  readonly going: string | null;
  readonly offer: { readonly id: string; readonly priority: PriorityCode | null; readonly left: number | null } | null;
  readonly check: { readonly id: string; readonly how: "soon" | "due" } | null;
}

export interface Cause {
  readonly key: string;
  readonly kind: Kind;
  readonly lasts: number | null;
}

/** The one thing that is heard now. */
export const causeOf = ({ going, offer, check }: Situation): Cause | null => {
  const causes: Cause[] = [];
  if (going !== null) causes.push({ key: `going ${going}`, kind: "going", lasts: null });
  if (offer !== null) {
    // Of a call that is not here yet nobody knows how urgent it is.
    const kind = offer.priority === null ? "urgent" : OF_OFFER[offer.priority];
    causes.push({ key: `${kind} ${offer.id}`, kind, lasts: offer.left });
  }
  if (check !== null) causes.push({ key: `${check.how} ${check.id}`, kind: check.how, lasts: null });
  return causes.toSorted((one, other) => RANK.indexOf(one.kind) - RANK.indexOf(other.kind))[0] ?? null;
};
