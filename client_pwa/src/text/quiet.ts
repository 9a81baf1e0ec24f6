/** `q("quiet.title")` and `quietLabel("conflict_type", code)`: the words of the confidential log, in its own chunk. */
import { codes, en } from "./quiet.en";
import { labels, words } from "./words";

export const q = words(en, async () => (await import("./quiet.es")).es);
export const quietLabel = labels(codes, async () => (await import("./quiet.es")).codes);
