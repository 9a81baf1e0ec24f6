/** Labels for the phone's code lists: `label("need", "food")`. */
import { en } from "./codes.en";
import { es } from "./codes.es";
import { labels } from "./words";

export const label = labels(en, es);
