/** `t("title")`: the sentences of the sheet of editions, in its own chunk. */
import { words } from "../../words";
import { en } from "./en";
import { es } from "./es";

export const t = words(en, es);
