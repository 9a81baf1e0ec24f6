/** `backupSay("kind.ems")`: the sentences of asking for somebody to come too. */
import { words } from "../words";
import { en } from "./en";

export const backupSay = words(en, async () => (await import("./es")).es);
