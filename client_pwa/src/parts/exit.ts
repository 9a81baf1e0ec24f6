/** The quick exit: three taps on the head of a screen, and nobody who looks at it can read it. */
import { s } from "../text/shell";

const TAPS = 3;
const WITHIN_MS = 1_000;
const HEADS = ".phone header.top, .phone dialog.sheet > .row.top";

/** Counts taps: true for the third within a second. */
export const counting = (): ((at: number) => boolean) => {
  let taps: readonly number[] = [];
  return (at) => {
    taps = [...taps.filter((each) => at - each < WITHIN_MS), at];
    const isWhole = taps.length === TAPS;
    if (isWhole) taps = [];
    return isWhole;
  };
};

/** Leave by three taps on the head of any screen or sheet; its buttons and links are no part of it. */
export const mindExit = (leave: () => void): void => {
  const isThird = counting();
  addEventListener("click", ({ target, timeStamp }) => {
    if (!(target instanceof Element) || target.closest("a, button") !== null || target.closest(HEADS) === null) return;
    if (isThird(timeStamp)) leave();
  });
};

/** The same, but of taps that go on without a second's rest since `began` none counts: a hurried hand taps too often. */
export const rested = (began: number): ((at: number) => boolean) => {
  const isThird = counting();
  let last = began;
  let isRested = false;
  return (at) => {
    isRested ||= at - last >= WITHIN_MS;
    last = at;
    return isRested && isThird(at);
  };
};

/**
 * Cover the page at once, with nothing to read, until it is pressed three times; no other key and no way back ends it.
 *
 * What is half typed beneath stays.
 */
export const cover = (): void => {
  const page = document.createElement("dialog");
  const whole = document.createElement("button");
  const { title } = document;
  const isThird = rested(performance.now());
  page.className = "cover";
  page.setAttribute("closedby", "none");
  whole.ariaLabel = s("exit.covered");
  whole.onclick = ({ timeStamp }) => {
    if (isThird(timeStamp)) page.close("meant");
  };
  page.onclose = () => {
    // Escape and a way back close it in some browsers.
    if (page.returnValue === "") return page.showModal();
    page.remove();
    document.title = title;
  };
  page.append(whole);
  document.body.append(page);
  page.showModal();
  document.title = "";
};
