/** Where the keyboard goes when a tap replaces what it stood on. */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** The box whose content is replaced when `turn` changes: its first thing to tap takes over a focus that was lost. */
export const useHandedFocus = <E extends HTMLElement>(turn: unknown): RefObject<E | null> => {
  const box = useRef<E>(null);
  useLayoutEffect(() => {
    if (document.activeElement !== document.body) return;
    box.current?.querySelector<HTMLElement>('button:not([tabindex="-1"])')?.focus({ preventScroll: true });
  }, [turn]);
  return box;
};
