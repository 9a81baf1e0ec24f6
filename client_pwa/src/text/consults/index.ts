/** `consultSay("reason.hold")`: the sentences of asking a supervisor. */
import { words } from "../words";
import { en } from "./consults.en";

export const consultSay = words(en, async () => (await import("./consults.es")).es);
