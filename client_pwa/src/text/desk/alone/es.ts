/** Sentences of a desk without its server, in Spanish. A draft: to be read by native speakers who do this work. */
import type { en } from "./en";

export const es: Readonly<Record<keyof typeof en, string>> = {
  "alone.untold": "Lo que había antes en el tablero no está en esta computadora. Pregunte a los equipos en qué están.",
  "alone.open": "Equipo de palabra…",
  "alone.title": "Enviar un equipo a {call} de palabra",
  "alone.which": "Qué equipo",
  "alone.send": "{team} va",
  "alone.sent": "{team} va a {call}, dicho de palabra.",
  "alone.onPaper": "Fue en papel: anotar las horas",
  "alone.onPaperLead": "Deje vacío lo que no pasó o nadie anotó. Las horas pasadas no dan ninguna alarma.",
  "alone.sentAt": "Enviado",
  "alone.clock": "02:10",
  "alone.noClock": "Esto no es una hora.",
};
