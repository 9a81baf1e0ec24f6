/** `g("take")` and `sentLabel("help_sent", code)`: the words of a call for help in a site, in its chunk. */
import { labels, words } from "../words";
import { codes, en } from "./helping.en";

export const g = words(en, async () => (await import("./helping.es")).es);
export const sentLabel = labels(codes, async () => (await import("./helping.es")).codes);
