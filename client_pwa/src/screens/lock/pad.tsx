/** Six digits: typed on the keys below, on a keyboard, or pasted. They are handed on as soon as they are whole. */
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { PIN_LENGTH } from "../../sync/later/locking/guard";
import { l } from "../../text/lock";

export const Pad = (props: {
  readonly label: string;
  readonly busy: boolean;
  readonly onWhole: (pin: string) => void;
  /** What stands beside the zero. */
  readonly children?: ComponentChildren;
}) => {
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  // Before it is seen: the first digit that is typed counts.
  useLayoutEffect(() => field.current?.focus({ preventScroll: true }), []);
  const set = (given: string): void => {
    if (props.busy) return;
    const digits = given.replace(/\D/g, "").slice(0, PIN_LENGTH);
    const whole = digits.length === PIN_LENGTH;
    setTyped(whole ? "" : digits);
    if (field.current !== null) field.current.value = whole ? "" : digits;
    if (whole) props.onWhole(digits);
  };
  const shown = props.busy ? PIN_LENGTH : typed.length;
  return (
    <div class="pad">
      <label class="sr" for={id}>
        {props.label}
      </label>
      <div class="pin">
        <input
          ref={field}
          id={id}
          type="password"
          inputMode="none"
          autocomplete="off"
          aria-describedby={`${id}-n`}
          onInput={(event) => set(event.currentTarget.value)}
        />
        <p class="dots" aria-hidden="true">
          {[0, 1, 2, 3, 4, 5].map((n) => (
            <i key={n} class={n < shown ? "on" : ""} />
          ))}
        </p>
      </div>
      <p id={`${id}-n`} class="sr" role="status">
        {props.busy ? l("lock.opening") : l("lock.of", { n: typed.length })}
      </p>
      <div class="pinpad">
        {[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => (
          <Key key={digit} digit={digit} onPress={() => set(`${typed}${digit}`)} />
        ))}
        {props.children ?? <span />}
        <Key digit={0} onPress={() => set(`${typed}0`)} />
        <button type="button" class="link" aria-label={l("lock.erase")} onClick={() => set(typed.slice(0, -1))}>
          ⌫
        </button>
      </div>
    </div>
  );
};

const Key = ({ digit, onPress }: { readonly digit: number; readonly onPress: () => void }) => (
  <button type="button" class="btn" onClick={onPress}>
    {digit}
  </button>
);
