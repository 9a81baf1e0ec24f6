/** Notes about a place, on the calls from there that this device shows, before the server says so. Pure. */
import type { Call, PlaceNote } from "../../../schema";
import type { Handlers, NoteType, View } from "../../overlay";

const DAY = 86_400_000;

const onCall = (view: View, id: string, change: (notes: readonly PlaceNote[]) => readonly PlaceNote[]): void =>
  view.edit("call", id, (call: Call) => ({ ...call, place_notes: change(call.place_notes ?? []) }));

/** Of several calls from the same place only the server knows that they are: this device shows it with the one. */
export const NOTES: Pick<Handlers, NoteType> = {
  "call.note_place": (view, { id, entity, args, at, skew_ms, name }) =>
    onCall(view, entity, (notes) => {
      if (notes.some((it) => it.id === id)) return notes;
      const { kind, text, days = 90 } = args;
      const written_at = args.at === null || args.at === undefined ? at : args.at + skew_ms;
      // What they are is for the server to say.
      const role = "responder";
      return [...notes, { id, kind, text, by: name, role, written_at, ends_at: written_at + days * DAY }];
    }),
  "call.end_place_note": (view, { args }) => {
    for (const call of view.all("call")) {
      if (call.place_notes?.some((it) => it.id === args.note) !== true) continue;
      onCall(view, call.id, (notes) => notes.filter((it) => it.id !== args.note));
    }
  },
};
