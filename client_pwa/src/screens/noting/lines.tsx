/** What others wrote about the place, each with how old it is, who says so and until when it is said. */
import type { ComponentChildren } from "preact";
import { Icon } from "../../parts/icon";
import type { PlaceNote } from "../../schema";
import { noteSay as n } from "../../text/notes";
import { day, span } from "../../text/times";

const source = (note: PlaceNote, now: number): string =>
  n("by", { who: note.by ?? "727", ago: span(Math.max(0, now - note.written_at)), until: day(note.ends_at) });

export const NoteLine = (props: {
  readonly note: PlaceNote;
  readonly now: number;
  readonly children?: ComponentChildren;
}) => {
  const { note, now } = props;
  return (
    <div class="row top">
      <Icon name={note.kind === "access" || note.kind === "approach" ? "pin" : "alert"} />
      <div class="grow">
        <p>
          <b>{n(`kind.${note.kind}`)}.</b> {note.text ?? n("lost")}
        </p>
        <p class="s dim">{source(note, now)}</p>
      </div>
      {props.children}
    </div>
  );
};
