/** Labels for the phone's code lists: `label("need", "food")`. */
import { en } from "./codes.en";
import { labels } from "./words";

export const label = labels(en, async () => (await import("./codes.es")).es);
