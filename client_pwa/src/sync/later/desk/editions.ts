/** The edition or the cards that a supervisor made, as this device knows it before the server does; its rows replace it. Pure. */
import type { EditionType, Handlers } from "../../overlay";

export const EDITIONS: Pick<Handlers, EditionType> = {
  "taxonomy.set": (view, { entity, args, at, person, name }) => {
    if (view.get("taxonomy", entity) !== undefined) return;
    const { follows, ...said } = args;
    view.put("taxonomy", entity, { ...said, id: entity, number: follows + 1, set_at: at, by: person, name });
  },
  "cards.set": (view, { entity, args, at }) => {
    if (view.get("cards", entity) !== undefined) return;
    const { follows, cards } = args;
    view.put("cards", entity, { id: entity, number: follows + 1, set_at: at, cards });
  },
  // Which sentence of ours each stands for the server knows: until it says so, ours are spoken.
  "wording.set": (view, { entity, args, at }) => {
    if (view.get("wording", entity) !== undefined) return;
    view.put("wording", entity, { id: entity, number: args.follows + 1, set_at: at, sentences: [] });
  },
};
