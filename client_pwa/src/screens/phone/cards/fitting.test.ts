import { describe, expect, it } from "vitest";
import type { Card, Cards } from "../../../schema";
import { shownOf } from "./fitting";

const said = (en: string, es: string) => ({ en, es });
const card = (id: string, types: Card["types"], en: string, es: string): Card => ({
  ...{ id, title: said(en, es), when: said("", ""), steps: [said("Give water", "Dé agua")], source: "CDC" },
  ...(types === undefined ? {} : { types }),
});
const SET: Cards = {
  ...{ id: "k1", number: 3, set_at: 1 },
  cards: [card("cold", ["WELFARE"], "Cold", "Frío"), card("od", ["OVERDOSE"], "Overdose", "Sobredosis")],
};
const ids = (cards: readonly Card[]) => cards.map((each) => each.id);

describe("the cards", () => {
  it("for a call come first, the others in the order of the set", () => {
    expect(ids(shownOf(SET, undefined, "", "en"))).toEqual(["cold", "od"]);
    expect(ids(shownOf(SET, "OVERDOSE", "", "en"))).toEqual(["od", "cold"]);
    expect(ids(shownOf(SET, "WELFARE", "", "en"))).toEqual(["cold", "od"]);
  });

  it("are found by a word of any step, as it is typed, in the language that is read", () => {
    expect(ids(shownOf(SET, undefined, "frio", "es"))).toEqual(["cold"]);
    expect(ids(shownOf(SET, undefined, "frio", "en"))).toEqual([]);
    expect(ids(shownOf(SET, undefined, "wat", "en"))).toEqual(["cold", "od"]);
  });
});
