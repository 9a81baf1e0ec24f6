/** Help: same word, same hand, same place on every screen. What it opens stands in helpsheet.tsx. */
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { s } from "../text/shell";
import { Icon } from "./icon";

/** Whether the sheet is open: any screen's button opens the one sheet of the frame. */
export const helpOpen = signal(false);

/** What calls dispatch without a word, before and `after` whom to call; it comes with the screens that are not first. */
export const helpAlarm = signal<ComponentType<{ readonly after?: boolean }> | null>(null);

const open = (): void => {
  helpOpen.value = true;
};

/** The button in the header of a task, or of a sheet. */
export const HelpBtn = () => (
  <button type="button" class="helpbtn" onClick={open}>
    <Icon name="hand" />
    {s("help.short")}
  </button>
);

/** The same in the tab bar. */
export const HelpTab = () => (
  <button type="button" class="help" onClick={open}>
    <Icon name="hand" />
    {s("help.short")}
  </button>
);
