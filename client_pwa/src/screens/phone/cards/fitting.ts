/** Which cards are shown, and in which order. Pure. */
import type { Card, Cards } from "../../../schema";
import { matches, normalise } from "../../../text/normalise";
import type { Language } from "../../../text/words";

export const fits = (card: Card, type: string | undefined): boolean =>
  card.types?.some((each) => each === type) === true;

/** The cards with these words in this language: those for such a call first, else in the order of the set. */
export const shownOf = ({ cards }: Cards, type: string | undefined, words: string, spoken: Language): readonly Card[] =>
  cards
    .filter(({ title, when, steps }) =>
      matches(words, normalise([title, when, ...steps].map((each) => each[spoken]).join(" "))),
    )
    .sort((one, other) => Number(fits(other, type)) - Number(fits(one, type)));
