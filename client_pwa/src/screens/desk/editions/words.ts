/** What questions are called: in the words of the edition, and on a call in those it was asked in. */
import type { Call, Words } from "../../../schema";
import { language } from "../../../text/words";
import { FIRST } from "./rules";

/** In the language of the moment. */
export const said = (words: Words): string => words[language.value];

/** A question in a word or two; one of the city's own as it stands on the call. */
export const shortOf = (key: string, call: Pick<Call, "asked"> = {}): string => {
  const words = call.asked?.[key] ?? FIRST.questions.find((it) => it.id === key)?.short;
  return words === undefined ? key : said(words);
};
