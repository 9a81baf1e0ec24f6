/** Sentences of the board by area, in Spanish. A draft: to be read by native speakers who do this work. */
import type { en } from "./en";

export const es: Readonly<Record<keyof typeof en, string>> = {
  "areas.title": "Por zona",
  "areas.lead": "Llamadas abiertas donde están, y equipos libres donde estuvieron por última vez según ellos mismos.",
  "areas.area": "Zona",
  "areas.waiting": "Esperan",
  "areas.out": "Con equipo",
  "areas.free": "Libres, vistos aquí",
  "areas.unknown": "No se sabe",
  "areas.first": "{n}, la primera {priority}, {span}",
  "areas.none": "No hay llamadas abiertas ni equipos libres.",
  "keys.areas": "Llamadas abiertas y equipos libres por zona",
};
