/** What others wrote about the place of a call, where the team reads what to be careful of. */
import { useNow } from "../../../parts/app";
import type { Call } from "../../../schema";
import { NoteLine } from "../../noting/lines";
import { notesOf } from "../../noting/rules";

export const PlaceNotes = ({ call }: { readonly call: Call }) => {
  const now = useNow(60_000);
  return (
    <div class="stack-s">
      {notesOf(call, now).map((note) => (
        <NoteLine key={note.id} note={note} now={now} />
      ))}
    </div>
  );
};
