/** The board's sentences, and the desk's own labels. */
import { labels, words } from "../words";
import { en as aloneEn } from "./alone/en";
import { es as aloneEs } from "./alone/es";
import { en as areasEn } from "./areas/en";
import { es as areasEs } from "./areas/es";
import { en } from "./board.en";
import { es } from "./board.es";
import { en as changingEn } from "./changing/changing.en";
import { es as changingEs } from "./changing/changing.es";
import { en as lineEn } from "./line/line.en";
import { es as lineEs } from "./line/line.es";
import { en as safetyEn } from "./safety/sending.en";
import { es as safetyEs } from "./safety/sending.es";
import { en as listsEn } from "./lists.en";
import { es as listsEs } from "./lists.es";
import { en as offersEn } from "./offers/offers.en";
import { es as offersEs } from "./offers/offers.es";
import { en as shiftsEn } from "./shifts/en";
import { es as shiftsEs } from "./shifts/es";
import { en as tellingEn } from "./telling/en";
import { es as tellingEs } from "./telling/es";

export const t = words(
  { ...en, ...lineEn, ...offersEn, ...safetyEn, ...aloneEn, ...areasEn, ...shiftsEn, ...changingEn, ...tellingEn },
  { ...es, ...lineEs, ...offersEs, ...safetyEs, ...aloneEs, ...areasEs, ...shiftsEs, ...changingEs, ...tellingEs },
);

/** `own("caller", "self")`: labels only this desk uses. */
export const own = labels(listsEn, listsEs);
