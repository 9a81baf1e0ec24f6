/** One short sentence about what just happened, with Undo for ten seconds where it can be undone. */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { s } from "../text/shell";
import { announce } from "./announce";
import { Btn } from "./btn";
import { Icon, type IconName } from "./icon";

const SECONDS = 10;

export interface ToastValue {
  readonly strong: string;
  readonly rest?: string;
  readonly icon?: IconName;
  /** Only where undoing is true: nothing has left that cannot be taken back. */
  readonly undo?: () => void;
  /** Something to do next instead, in words. */
  readonly action?: { readonly label: string; readonly href: string };
}

/** What is shown now, if anything. */
export const shown = signal<{ readonly n: number; readonly toast: ToastValue } | null>(null);

/** Show this and say it. "Saved on this phone" only after `save()` has answered. */
export const toast = (value: ToastValue): void => {
  shown.value = { n: (shown.value?.n ?? 0) + 1, toast: value };
  announce(value.rest === undefined ? value.strong : `${value.strong} ${value.rest}`);
};

/** Take it away. */
export const dropToast = (): void => {
  shown.value = null;
};

const One = ({ n, value }: { readonly n: number; readonly value: ToastValue }) => {
  const [left, setLeft] = useState(SECONDS);
  useEffect(() => {
    const timer = setInterval(() => setLeft((seconds) => seconds - 1), 1000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (left <= 0) dropToast();
  }, [left]);
  // It belongs to the screen it was shown on: another one has its own words, and an offer the whole dock.
  useEffect(
    () => () => {
      if (shown.value?.n === n) dropToast();
    },
    [n],
  );
  return (
    <div class="toast">
      <Icon name={value.icon ?? "check"} />
      <span class="grow">
        <b>{value.strong}</b> {value.rest}
      </span>
      {value.undo !== undefined && (
        <Btn
          kind="plain"
          onPress={() => {
            value.undo?.();
            dropToast();
          }}
        >
          {s("undo", { s: left })}
        </Btn>
      )}
      {value.action !== undefined && (
        <Btn kind="plain" href={value.action.href} onPress={dropToast}>
          {value.action.label}
        </Btn>
      )}
    </div>
  );
};

/** Where the toast stands: at the top of the dock. */
export const Toasts = () =>
  shown.value === null ? null : <One key={shown.value.n} n={shown.value.n} value={shown.value.toast} />;
