/** Which notes about a place hold now. Pure. */
import type { Call, PlaceNote } from "../../schema";

/** For how many days a note may be kept; nothing warns for ever. */
export const DAYS = [90, 30, 7, 1] as const;

/** Most pressing first: what may hurt before what helps. */
const WEIGHT = ["weapon", "hazard", "animal", "access", "approach"] as const;

/** Those that hold now; a server that has not ended one yet has no say in that. */
export const holding = (notes: readonly PlaceNote[], now: number): readonly PlaceNote[] =>
  notes
    .filter((note) => note.ends_at > now)
    .toSorted(
      (one, other) => WEIGHT.indexOf(one.kind) - WEIGHT.indexOf(other.kind) || one.written_at - other.written_at,
    );

export const notesOf = (call: Pick<Call, "place_notes">, now: number): readonly PlaceNote[] =>
  holding(call.place_notes ?? [], now);
