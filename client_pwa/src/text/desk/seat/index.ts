/** `t("title", { n })`: the sentences of the supervisor's seat. */
import { words } from "../../words";
import { en } from "./en";
import { es } from "./es";

export const t = words(en, es);
