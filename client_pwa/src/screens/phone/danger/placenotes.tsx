/** What others wrote about the place of a call, for the team that goes there. */
import { useNow } from "../../../parts/app";
import type { Call } from "../../../schema";
import { t } from "../../../text/phone";
import { NoteLine } from "../../noting/lines";
import { notesOf } from "../../noting/rules";

/** `boxed`: where nothing around it says already that it is a warning. */
export const PlaceNotes = ({ call, boxed = false }: { readonly call: Call; readonly boxed?: boolean }) => {
  const now = useNow(60_000);
  const notes = notesOf(call, now);
  if (notes.length === 0) {
    // They ended while this phone heard nothing: where the warnings stand, nothing may be left unsaid.
    return boxed || call.access_note ? null : <p>{t("offer.noNote")}</p>;
  }
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
