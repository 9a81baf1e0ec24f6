/** The fixed lower area under the thumb: one filled button, and the toast above it. */
import type { ComponentChildren } from "preact";
import { s } from "../text/shell";
import { shown, Toasts } from "./toast";

/** Without children it only stands there while a toast does. */
export const Dock = ({ children }: { readonly children?: ComponentChildren }) => {
  if ((children === undefined || children === false) && shown.value === null) return null;
  return (
    <section class="dock" aria-label={s("actions")}>
      <Toasts />
      {children}
    </section>
  );
};
