/** Light, dark or night. The system decides until the person does; the choice stays on this device. */
import { effect, signal } from "@preact/signals";

export type Theme = "light" | "dark" | "night";
export type ThemeChoice = Theme | "system";
export const THEME_CHOICES: readonly ThemeChoice[] = ["system", "light", "dark", "night"];

const KEPT = "field727.theme";

const isChoice = (kept: string | null): kept is ThemeChoice => THEME_CHOICES.some((choice) => choice === kept);

const first = (): ThemeChoice => {
  const kept = typeof localStorage === "undefined" ? null : localStorage.getItem(KEPT);
  return isChoice(kept) ? kept : "system";
};

/** What the person chose. */
export const themeChoice = signal<ThemeChoice>(first());

export const chooseTheme = (chosen: ThemeChoice): void => {
  localStorage.setItem(KEPT, chosen);
  themeChoice.value = chosen;
};

/** Keep the page in the chosen theme from now on. */
export const wearTheme = (): void => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const systemIsDark = signal(dark.matches);
  dark.addEventListener("change", () => {
    systemIsDark.value = dark.matches;
  });
  effect(() => {
    const choice = themeChoice.value;
    const system: Theme = systemIsDark.value ? "dark" : "light";
    document.documentElement.dataset["theme"] = choice === "system" ? system : choice;
  });
};
