/** One of several as chips or as a strip: native radio buttons, so arrows choose and a group is one stop of the Tab key. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "../../../parts/icon";

export interface ChoiceOf<V extends string> {
  readonly value: V;
  readonly label: ComponentChildren;
  /** The letter that chooses it while the group has the focus. */
  readonly letter?: string;
}

interface ChoicesProps<V extends string> {
  readonly legend: ComponentChildren;
  readonly hideLegend?: boolean;
  readonly choices: readonly ChoiceOf<V>[];
  readonly value: V | null;
  readonly onPick: (value: V) => void;
  /** The group's element, to put the focus there. */
  readonly id?: string;
  readonly children?: ComponentChildren;
}

const One = <V extends string>(props: {
  readonly name: string;
  readonly choice: ChoiceOf<V>;
  readonly on: boolean;
  readonly look: string;
  readonly onPick: (value: V) => void;
}) => (
  <label class={props.look}>
    <input
      class="sr"
      type="radio"
      name={props.name}
      value={props.choice.value}
      data-letter={props.choice.letter}
      checked={props.on}
      onChange={() => props.onPick(props.choice.value)}
    />
    {props.on && <Icon name="check" />}
    {props.choice.label}
  </label>
);

/** Chips that wrap. `children` stand after the last one: more to choose from. */
export const ChipChoices = <V extends string>(props: ChoicesProps<V>) => {
  const name = useId();
  return (
    <fieldset id={props.id}>
      <legend class={props.hideLegend === true ? "sr" : "label"}>{props.legend}</legend>
      <div class="chips">
        {props.choices.map((choice) => (
          <One
            key={choice.value}
            name={name}
            choice={choice}
            on={choice.value === props.value}
            look="chip"
            onPick={props.onPick}
          />
        ))}
        {props.children}
      </div>
    </fieldset>
  );
};

/** A strip of three or so. */
export const StripChoices = <V extends string>(props: Omit<ChoicesProps<V>, "children">) => {
  const name = useId();
  return (
    <fieldset id={props.id} class="strip-set">
      <legend class={props.hideLegend === true ? "sr" : "label"}>{props.legend}</legend>
      <div class="seg strip">
        {props.choices.map((choice) => (
          <One
            key={choice.value}
            name={name}
            choice={choice}
            on={choice.value === props.value}
            look="part"
            onPick={props.onPick}
          />
        ))}
      </div>
    </fieldset>
  );
};

/** Put the focus into a group: on what is chosen, else on its first choice. */
export const focusGroup = (id: string): void => {
  const group = document.getElementById(id);
  const target =
    group?.querySelector<HTMLElement>("input:checked") ??
    group?.querySelector<HTMLElement>("input, button, select, textarea");
  target?.focus();
};
