/** Labels for the desk's own code lists, in the desk's chunk only: `deskLabel("source", "line727")`. */
import { en } from "./codes.desk.en";
import { es } from "./codes.desk.es";
import { labels } from "./words";

export const deskLabel = labels(en, es);
