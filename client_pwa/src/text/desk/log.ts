/** The sentences of the outcome log. */
import { words } from "../words";
import { en } from "./log.en";
import { es } from "./log.es";

export const t = words(en, es);
