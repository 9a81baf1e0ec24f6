/** Hears every key while a screen is open, with the screen's newest state: fast typing must not meet an old one. */
import { useLayoutEffect, useRef } from "preact/hooks";

/** `pressed` says whether the key was ours; then the browser does nothing with it. */
export const useKeyboard = (pressed: (event: KeyboardEvent) => boolean): void => {
  const newest = useRef(pressed);
  newest.current = pressed;
  // Not after the next frame, as an effect is: a desk that can be seen can be typed at.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented && newest.current(event)) event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
};
