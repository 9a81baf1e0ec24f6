/** `o("origin.title")`: the sentences of the page of an unsafe address. */
import { en } from "./origin.en";
import { words } from "./words";

export const o = words(en, async () => (await import("./origin.es")).es);
