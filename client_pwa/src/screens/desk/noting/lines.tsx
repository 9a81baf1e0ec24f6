/** On a call: what others wrote about its place. */
import type { Call, PlaceNote } from "../../../schema";
import { t } from "../../../text/desk/board";
import { NoteLine } from "../../noting/lines";
import { notesOf } from "../../noting/rules";
import type { Desk } from "../board/use";

export const Notes = (props: {
  readonly call: Call;
  readonly desk: Desk;
  readonly onOver: (note: PlaceNote) => void;
}) => {
  const { call, desk } = props;
  if (call.closed_at !== null) return null;
  const { person, roles } = desk.client.session;
  const mayEnd = (note: PlaceNote): boolean => roles.includes("supervisor") || note.by === person.name;
  const notes = notesOf(call, desk.now);
  if (notes.length === 0) return null;
  return (
    <div class="note warn">
      <div class="stack-s grow">
        {notes.map((note) => (
          <NoteLine key={note.id} note={note} now={desk.now}>
            {mayEnd(note) && (
              <button type="button" class="btn sm" onClick={() => props.onOver(note)}>
                {t("notes.over")}
              </button>
            )}
          </NoteLine>
        ))}
      </div>
    </div>
  );
};
