/** Z takes back what this desk asked last, for ten seconds, as long as nobody has answered. */
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
