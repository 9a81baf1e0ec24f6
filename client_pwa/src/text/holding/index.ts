/** `h("hold")`: the sentences of calling for help by a hold, in a city and in a site. */
import { words } from "../words";
import { en } from "./holding.en";

export const h = words(en, async () => (await import("./holding.es")).es);
