/** Labels for the code lists of finding help and referring: `helpLabel("need", "food")`. */
import { en } from "./codes.help.en";
import { labels } from "./words";

export const helpLabel = labels(en, async () => (await import("./codes.help.es")).es);
