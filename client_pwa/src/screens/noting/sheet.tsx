/** What the next team should know of a place: what it is, a few words, and for how long. */
import { useState } from "preact/hooks";
import { Btn } from "../../parts/btn";
import { Chip, Chips } from "../../parts/chip";
import { Field } from "../../parts/field";
import { Sheet } from "../../parts/sheet";
import { type CommandArgs, PLACE_NOTE_KIND, type PlaceNoteKindCode } from "../../schema";
import { noteSay as n } from "../../text/notes";
import { looksPersonal } from "../../text/personal";
import { s } from "../../text/shell";
import { DAYS } from "./rules";

const MOST = 200;

export interface NoteForm {
  readonly kind: PlaceNoteKindCode | null;
  readonly text: string;
  readonly days: (typeof DAYS)[number];
}

export const BLANK: NoteForm = { kind: null, text: "", days: 90 };

export const NoteSheet = (props: {
  readonly lead: string;
  readonly saving: boolean;
  readonly help?: boolean;
  /** What is half entered, where it outlives the sheet. */
  readonly form?: readonly [form: NoteForm, set: (form: NoteForm) => void, ...rest: readonly unknown[]];
  readonly onSave: (args: CommandArgs["call.note_place"]) => void;
  readonly onClose: () => void;
}) => {
  const own = useState(BLANK);
  const [form, set] = props.form ?? own;
  const { kind, text, days } = form;
  const words = text.trim();
  return (
    <Sheet title={n("title")} lead={props.lead} help={props.help ?? false} onClose={props.onClose}>
      <p class="s dim">{n("lead")}</p>
      <p class="label">{n("what")}</p>
      <Chips label={n("what")}>
        {PLACE_NOTE_KIND.map((each) => (
          <Chip key={each} on={kind === each} onPress={() => set({ ...form, kind: each })}>
            {n(`kind.${each}`)}
          </Chip>
        ))}
      </Chips>
      <Field label={n("words")} max={MOST} rows={2} value={text} onInput={(typed) => set({ ...form, text: typed })} />
      <p class="note warn" role="status" hidden={!looksPersonal(text)}>
        {looksPersonal(text) && n("looks")}
      </p>
      <p class="label">{n("howLong")}</p>
      <Chips label={n("howLong")}>
        {DAYS.map((each) => (
          <Chip key={each} on={days === each} onPress={() => set({ ...form, days: each })}>
            {n("days", { n: each })}
          </Chip>
        ))}
      </Chips>
      <Btn
        kind="pri"
        full
        disabled={props.saving || kind === null || words === ""}
        onPress={() => kind !== null && props.onSave({ kind, text: words, days })}
      >
        {n("save")}
      </Btn>
      <Btn kind="quiet" full onPress={props.onClose}>
        {s("back")}
      </Btn>
    </Sheet>
  );
};
