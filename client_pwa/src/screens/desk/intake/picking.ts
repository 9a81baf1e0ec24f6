/** Choosing without a mouse: a letter of its own for each choice of a group, and types by the words somebody types. */
import type { TypeCodeCode } from "../../../schema";
import { label } from "../../../text/codes";
import { matches, normalise } from "../../../text/normalise";

/** One letter for each label: of its words' beginnings where it can, the same each time; empty when all are taken. */
export const lettersFor = (labels: readonly string[]): readonly string[] => {
  const taken = new Set<string>();
  return labels.map((text) => {
    const words = normalise(text).split(" ");
    const letter = [...words.map((word) => word.charAt(0)), ...words.join("")].find(
      (each) => /^\p{L}$/u.test(each) && !taken.has(each),
    );
    taken.add(letter ?? "");
    return letter ?? "";
  });
};

/** The label before, at and after its letter: the first that begins a word, else the first there is. */
export const around = (text: string, letter: string): readonly [string, string, string] => {
  const at = [...text].map((each) => normalise(each) === letter);
  const begins = at.findIndex((isIt, index) => isIt && (index === 0 || /[\s-]/.test(text.charAt(index - 1))));
  const place = begins < 0 ? at.indexOf(true) : begins;
  return place < 0 || letter === ""
    ? [text, "", ""]
    : [text.slice(0, place), text.charAt(place), text.slice(place + 1)];
};

/** The types each typed word begins a word of, in the order they are given. */
export const typesFor = (typed: string, types: readonly TypeCodeCode[]): readonly TypeCodeCode[] =>
  types.filter((code) => matches(typed, normalise(label("type_code", code))));

/** Chooses what this letter stands for in the group that has the focus. True when it stands for something. */
export const chosenByLetter = (focus: Element, key: string): boolean => {
  const letter = normalise(key);
  const choices = [...(focus.closest("[data-stop]")?.querySelectorAll<HTMLElement>("[data-letter]") ?? [])];
  const choice = choices.find((each) => letter !== "" && each.dataset["letter"] === letter);
  if (choice instanceof HTMLInputElement) choice.click();
  else if (choice instanceof HTMLOptionElement) {
    choice.selected = true;
    focus.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return choice !== undefined;
};

/** A group whose choices have letters keeps every letter to itself. */
export const ownsLetters = (focus: Element | null): boolean =>
  focus?.matches("input[type=radio], select") === true &&
  focus.closest("[data-stop]")?.querySelector("[data-letter]") !== null;
