/** `t("home.ready")`: the sentences of the responder's screens. */
import { en } from "./phone.en";
import { es } from "./phone.es";
import { words, wordsIn } from "./words";

export const t = words(en, es);
/** The same in a chosen language: for words shown to the person, who may not speak the responder's. */
export const tIn = wordsIn(en, es);
