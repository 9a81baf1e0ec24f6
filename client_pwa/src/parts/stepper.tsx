/** A small number, one up or down at a time: no keyboard. */
import { useId } from "preact/hooks";
import { s } from "../text/shell";
import { Icon } from "./icon";

export const Stepper = (props: {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}) => {
  const name = useId();
  return (
    <fieldset class="stepper row" aria-labelledby={name}>
      <span id={name} class="grow b">
        {props.label}
      </span>
      <button
        type="button"
        aria-label={s("less")}
        disabled={props.value <= props.least}
        onClick={() => props.onChange(props.value - 1)}
      >
        <Icon name="minus" />
      </button>
      <output class="b">{props.value}</output>
      <button
        type="button"
        aria-label={s("oneMore")}
        disabled={props.value >= props.most}
        onClick={() => props.onChange(props.value + 1)}
      >
        <Icon name="plus" />
      </button>
    </fieldset>
  );
};
