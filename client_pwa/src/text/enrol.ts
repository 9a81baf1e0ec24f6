/** `e("enrol.title")`: the sentences of the pages before the app. */
import { en } from "./enrol.en";
import { words } from "./words";

export const e = words(en, async () => (await import("./enrol.es")).es);
