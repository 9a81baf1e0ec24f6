/** `reportSay("to.police")`: the sentences of reports that the law asks for. */
import { words } from "../words";
import { en } from "./reports.en";

export const reportSay = words(en, async () => (await import("./reports.es")).es);
