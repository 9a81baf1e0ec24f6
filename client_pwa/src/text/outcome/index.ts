/** `o("contact")`: what came of a call, as it is asked and answered. */
import { words } from "../words";
import { en } from "./outcome.en";

export const o = words(en, async () => (await import("./outcome.es")).es);
