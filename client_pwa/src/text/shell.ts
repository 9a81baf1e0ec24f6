/** `s("sync.allSent")`: the sentences of the frame and the parts. */
import { en } from "./shell.en";
import { words } from "./words";

export const s = words(en, async () => (await import("./shell.es")).es);
