/** What a screen reader is told beyond what has focus: politely, or at once. Ages and countdowns never speak. */
import { signal } from "@preact/signals";

interface Said {
  readonly n: number;
  readonly text: string;
}

const polite = signal<Said>({ n: 0, text: "" });
const urgent = signal<Said>({ n: 0, text: "" });

/** So long it can be read again. Then it is no news any more, and nobody who reads the page to its end meets it as such. */
const NEWS_MS = 10_000;

/** Say this once. Saying the same again is heard again. */
export const announce = (text: string, how: "polite" | "assertive" = "polite"): void => {
  const region = how === "polite" ? polite : urgent;
  const said = { n: region.value.n + 1, text };
  region.value = said;
  setTimeout(() => {
    if (region.value === said) region.value = { ...said, text: "" };
  }, NEWS_MS);
};

/** The two live regions; stands once in the frame and is never taken away. */
export const Announcements = () => (
  <>
    <div class="sr" aria-live="polite">
      <span key={polite.value.n}>{polite.value.text}</span>
    </div>
    <div class="sr" aria-live="assertive">
      <span key={urgent.value.n}>{urgent.value.text}</span>
    </div>
  </>
);
