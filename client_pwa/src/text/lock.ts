/** `l("lock.enter")`: the sentences of the lock. */
import { en } from "./lock.en";
import { words } from "./words";

export const l = words(en, async () => (await import("./lock.es")).es);
