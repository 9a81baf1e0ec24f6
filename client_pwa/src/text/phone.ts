/** `t("home.ready")`: the sentences of the responder's first screens. */
import { en } from "./phone.en";
import { words } from "./words";

export const t = words(en, async () => (await import("./phone.es")).es);
