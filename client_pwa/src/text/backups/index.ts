/** `backupSay("kind.ems")`: the sentences of asking for somebody to come too. */
import { words } from "../words";
import { en } from "./backups.en";

export const backupSay = words(en, async () => (await import("./backups.es")).es);
