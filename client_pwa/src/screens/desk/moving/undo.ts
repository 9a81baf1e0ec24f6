/** Z takes back what this desk did last, for ten seconds: an offer nobody has answered yet, or a step it entered. */
import { signal } from "@preact/signals";
import type { Assignment } from "../../../schema";
import { isAsked } from "../rules/board";

/** A slip of the finger is noticed at once or not at all. */
const UNDO_MS = 10_000;

interface Asked {
  readonly ids: readonly string[];
  readonly at: number;
}

/** What one act asked, of however many teams; this desk's own, and gone with the page. */
export const lastAsked = signal<Asked>({ ids: [], at: 0 });

/** A step that was entered by voice, and what takes it back; gone with the page. */
export const lastEntered = signal<{ readonly at: number; readonly takeBack: () => Promise<unknown> } | null>(null);

/** What takes back the step that was entered last, when that was a moment ago and nothing was asked since. */
export const undoStep = (now: number): (() => Promise<unknown>) | null => {
  const entered = lastEntered.value;
  if (entered === null || now - entered.at > UNDO_MS || entered.at < lastAsked.value.at) return null;
  lastEntered.value = null;
  return entered.takeBack;
};

/** What of it Z takes back now. */
export const undoable = (
  { ids, at }: Asked,
  assignments: ReadonlyMap<string, Assignment>,
  now: number,
): readonly Assignment[] =>
  now - at > UNDO_MS
    ? []
    : ids
        .map((id) => assignments.get(id))
        .filter((it) => it !== undefined)
        .filter(isAsked);
