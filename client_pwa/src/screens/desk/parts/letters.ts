/** Whether single letters do something on this device. Off for who works with speech or a switch (WCAG 2.1.4). */
import { signal } from "@preact/signals";

const KEPT = "field727.letters";

export const letters = signal(typeof localStorage === "undefined" || localStorage.getItem(KEPT) !== "off");

export const chooseLetters = (on: boolean): void => {
  localStorage.setItem(KEPT, on ? "on" : "off");
  letters.value = on;
};
