/** `q("quiet.title")` and `quietLabel("conflict_type", code)`: the words of the confidential log, in its own chunk. */
import { codes as codesEn, en } from "./quiet.en";
import { codes as codesEs, es } from "./quiet.es";
import { labels, words } from "./words";

export const q = words(en, es);
export const quietLabel = labels(codesEn, codesEs);
