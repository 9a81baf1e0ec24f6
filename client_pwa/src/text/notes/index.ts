/** `n("open")`: the sentences about notes on places. */
import { words } from "../words";
import { en } from "./notes.en";

export const noteSay = words(en, async () => (await import("./notes.es")).es);
