/** On the call's own screen: what the next team should know of this place. */
import { useState } from "preact/hooks";
import { announce } from "../../../parts/announce";
import { useApp } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import type { Call } from "../../../schema";
import { NOTES } from "../../../sync/later/team/notes";
import { noteSay as n } from "../../../text/notes";
import { BLANK, NoteSheet } from "../../noting/sheet";
import { placeOf } from "../callfacts";
import { useHalf, useSave } from "../hooks";
import { PlaceNotes } from "./placenotes";

export const NoteBand = ({ call }: { readonly call: Call }) => {
  const { client } = useApp();
  const { save, saving } = useSave();
  const [writing, setWriting] = useState(false);
  const half = useHalf("place-note", call.id, BLANK);
  client.foresee(NOTES);
  return (
    <>
      <PlaceNotes call={call} boxed />
      <Btn icon="flag" onPress={() => setWriting(true)}>
        {n("open")}
      </Btn>
      {writing && (
        <NoteSheet
          lead={placeOf(call)}
          saving={saving}
          help
          form={half}
          onClose={() => setWriting(false)}
          onSave={(args) =>
            void save({ type: "call.note_place", entity: call.id, args }).then((isSaved) => {
              if (!isSaved) return;
              half[1](BLANK);
              announce(n("kept"));
              setWriting(false);
            })
          }
        />
      )}
    </>
  );
};
