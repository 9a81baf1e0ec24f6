/** The sentences of taking a call. */
import { words } from "../words";
import { en } from "./intake.en";
import { es } from "./intake.es";

export const t = words(en, es);
