/** A sheet of answers of which one press gives one, and a way back. */
import { Sheet } from "../../../parts/sheet";
import { Kbd } from "./kbd";
import { s } from "../../../text/shell";

export interface Choice {
  readonly key: string;
  readonly label: string;
  /** The key that does it, where there is one. */
  readonly kbd?: string;
  readonly pick: () => void;
}

export const ChoiceSheet = (props: {
  readonly title: string;
  readonly lead: string;
  readonly look: "pair" | "stack-s";
  readonly choices: readonly Choice[];
  readonly onClose: () => void;
}) => (
  <Sheet title={props.title} lead={props.lead} onClose={props.onClose}>
    <ul class={props.look}>
      {props.choices.map(({ key, label, kbd, pick }) => (
        <li key={key}>
          <button type="button" class="btn full start" onClick={pick}>
            {label} {kbd !== undefined && <Kbd>{kbd}</Kbd>}
          </button>
        </li>
      ))}
    </ul>
    <button type="button" class="btn quiet full" onClick={props.onClose}>
      {s("back")}
    </button>
  </Sheet>
);
