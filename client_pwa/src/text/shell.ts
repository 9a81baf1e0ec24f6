/** `s("sync.allSent")`: the sentences of the frame and the parts. */
import { en } from "./shell.en";
import { es } from "./shell.es";
import { words } from "./words";

export const s = words(en, es);
