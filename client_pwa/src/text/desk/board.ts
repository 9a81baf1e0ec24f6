/** The board's sentences, and the desk's own labels. */
import { labels, words } from "../words";
import { en } from "./board.en";
import { es } from "./board.es";
import { en as lineEn } from "./line/en";
import { es as lineEs } from "./line/es";
import { en as listsEn } from "./lists.en";
import { es as listsEs } from "./lists.es";

export const t = words({ ...en, ...lineEn }, { ...es, ...lineEs });

/** `own("short", "weapon")`: labels only this desk uses. */
export const own = labels(listsEn, listsEs);
