/** A labelled input. The screen that uses it never changes `value` but by what the person types. */
import { useId } from "preact/hooks";
import { Icon, type IconName } from "./icon";

export interface FieldProps {
  readonly label: string;
  /** Keep the label for screen readers only (the placeholder says it to the eye). */
  readonly hideLabel?: boolean;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly icon?: IconName;
  readonly placeholder?: string;
  readonly hint?: string;
  readonly inputMode?: "text" | "numeric" | "tel" | "search";
  readonly max?: number;
  /** More than one line. */
  readonly rows?: number;
  readonly autocomplete?: string;
  readonly onEnter?: () => void;
}

export const Field = (props: FieldProps) => {
  const id = useId();
  return (
    <div class="f">
      <label for={id} class={props.hideLabel === true ? "sr" : "label"}>
        {props.label}
      </label>
      <div class="field">
        {props.icon !== undefined && <Icon name={props.icon} />}
        {props.rows === undefined ? <Line id={id} {...props} /> : <Lines id={id} {...props} />}
      </div>
      {props.hint !== undefined && <p class="s dim">{props.hint}</p>}
    </div>
  );
};

/** Searches the list that stands above it. */
export const SearchField = (props: Pick<FieldProps, "label" | "value" | "onInput" | "placeholder">) => (
  <Field hideLabel icon="search" inputMode="search" placeholder={props.label} {...props} />
);

type Inside = FieldProps & { readonly id: string };

const Line = (props: Inside) => (
  <input
    id={props.id}
    type="text"
    value={props.value}
    placeholder={props.placeholder}
    maxLength={props.max}
    inputMode={props.inputMode}
    autocomplete={props.autocomplete ?? "off"}
    onInput={(event) => props.onInput(event.currentTarget.value)}
    onKeyDown={(event) => {
      if (event.key === "Enter") props.onEnter?.();
    }}
  />
);

const Lines = (props: Inside) => (
  <textarea
    id={props.id}
    rows={props.rows}
    value={props.value}
    placeholder={props.placeholder}
    maxLength={props.max}
    autocomplete="off"
    onInput={(event) => props.onInput(event.currentTarget.value)}
  />
);
