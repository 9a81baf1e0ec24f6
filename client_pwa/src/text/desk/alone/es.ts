/** Sentences of a desk without its server, in Spanish. A draft: to be read by native speakers who do this work. */
import type { en } from "./en";

export const es: Readonly<Record<keyof typeof en, string>> = {
  "alone.untold": "Lo que había antes en el tablero no está en esta computadora. Pregunte a los equipos en qué están.",
};
