/** What others wrote about the place of a call, for the team that goes there. */
import { useNow } from "../../../parts/app";
import type { Call } from "../../../schema";
import { noteSay as n } from "../../../text/notes";
import { NoteLine } from "../../noting/lines";
import { notesOf } from "../../noting/rules";

/** `boxed`: where nothing around it says that it is a warning, and nothing need be said where there is none. */
export const PlaceNotes = ({ call, boxed = false }: { readonly call: Call; readonly boxed?: boolean }) => {
  const now = useNow(60_000);
  const notes = notesOf(call, now);
  if (notes.length === 0) return boxed || call.access_note || call.unreadable ? null : <p>{n("none")}</p>;
  return (
    <div class={boxed ? "note warn" : ""}>
      <div class="stack-s grow">
        {notes.map((note) => (
          <NoteLine key={note.id} note={note} now={now} />
        ))}
      </div>
    </div>
  );
};
