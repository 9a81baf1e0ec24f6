/** A choice that can be on or off; on shows a tick, so that colour never stands alone. */
import type { ComponentChildren } from "preact";
import { Icon } from "./icon";

export interface ChipProps {
  readonly on: boolean;
  /** Cannot be true beside what was answered: it is drawn off, says so, and does nothing. */
  readonly off?: boolean;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}

export const Chip = ({ on, off, onPress, children }: ChipProps) => (
  <button type="button" class="chip" aria-pressed={on} disabled={off === true} onClick={onPress}>
    {on && <Icon name="check" />}
    {children}
  </button>
);

/** Several chips under one name; wraps. */
export const Chips = (props: {
  readonly label?: string;
  readonly labelledby?: string;
  readonly children: ComponentChildren;
}) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend; the question is a heading above.
  <div class="chips" role="group" aria-label={props.label} aria-labelledby={props.labelledby}>
    {props.children}
  </div>
);
