/** One of several. `Opts` are cards to tap; `Seg` is yes, no, don't know in one strip. Arrow keys move and choose. */
import { s } from "../text/shell";

export interface Choice<V extends string> {
  readonly value: V;
  readonly label: string;
}

interface RadiosProps<V extends string> {
  readonly choices: readonly Choice<V>[];
  readonly value: V | null;
  readonly onPick: (value: V) => void;
  readonly label?: string;
  readonly labelledby?: string;
}

const STEP: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

const Radios = <V extends string>(
  props: RadiosProps<V> & { readonly look: string; readonly item: string; readonly mark: boolean },
) => {
  const { choices, value, onPick } = props;
  const at = choices.findIndex((choice) => choice.value === value);
  const move = (event: KeyboardEvent): void => {
    const step = STEP[event.key];
    if (step === undefined || !(event.currentTarget instanceof HTMLElement)) return;
    event.preventDefault();
    const to = (Math.max(at, 0) + step + choices.length) % choices.length;
    const next = choices[to];
    const button = event.currentTarget.children[to];
    if (next !== undefined) onPick(next.value);
    if (button instanceof HTMLElement) button.focus();
  };
  return (
    <div
      class={props.look}
      role="radiogroup"
      aria-label={props.label}
      aria-labelledby={props.labelledby}
      onKeyDown={move}
    >
      {choices.map((choice, i) => (
        // biome-ignore lint/a11y/useSemanticElements: a whole card is the target, not a 13 px circle.
        <button
          key={choice.value}
          type="button"
          class={props.item}
          role="radio"
          aria-checked={choice.value === value}
          tabIndex={i === Math.max(at, 0) ? 0 : -1}
          onClick={() => onPick(choice.value)}
        >
          {props.mark && <span class="m" />}
          <span class="grow">{choice.label}</span>
        </button>
      ))}
    </div>
  );
};

/** Cards of 54 px; `two` puts them in pairs. */
export const Opts = <V extends string>(props: RadiosProps<V> & { readonly two?: boolean }) => (
  <Radios {...props} look={props.two === true ? "pair" : "opts"} item="opt" mark />
);

/** Yes, No, Don't know: "don't know" is a value like the others. */
export const Seg = (props: {
  readonly value: "yes" | "no" | "unknown" | null;
  readonly onPick: (value: "yes" | "no" | "unknown") => void;
  readonly label?: string;
  readonly labelledby?: string;
}) => (
  <Radios
    {...props}
    choices={[
      { value: "yes", label: s("yes") },
      { value: "no", label: s("no") },
      { value: "unknown", label: s("dontKnow") },
    ]}
    look="seg"
    item=""
    mark={false}
  />
);
