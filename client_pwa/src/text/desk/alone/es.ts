/** Sentences of a desk without its server, in Spanish. A draft: to be read by native speakers who do this work. */
import type { en } from "./en";

export const es: Readonly<Record<keyof typeof en, string>> = {
  "alone.untold":
    "Abierto sin el servidor: el lugar exacto y lo que dijo quien llamó no están en esta computadora. Pregunte a los equipos.",
  "alone.open": "Equipo de palabra…",
  "alone.title": "Enviar un equipo a {call} de palabra",
  "alone.which": "Qué equipo",
  "alone.send": "{team} va",
  "alone.sent": "{team} va a {call}, dicho de palabra.",
  "alone.onPaper": "Fue en papel: anotar las horas",
  "alone.onPaperLead": "Deje vacío lo que no pasó o nadie anotó. Las horas pasadas no dan ninguna alarma.",
  "alone.sentAt": "Enviado",
  "alone.clock": "hh:mm",
  "alone.noClock": "Esto no es una hora.",
  "alone.voice": "Ahora no se puede preguntar a ningún teléfono. Llame a un equipo y anótelo en «Equipo de palabra».",
  "paper.title": "Hojas de llamada para imprimir",
  "paper.what":
    "A quién llamar, {open} {open:llamada abierta|llamadas abiertas} y {empty} {empty:hoja vacía|hojas vacías}, una por página. Destrúyalas cuando estén anotadas.",
  "paper.names": "Imprimir nombres y lo que dijeron quienes llamaron",
  "paper.print": "Imprimir",
  "paper.roster": "{org}: a quién llamar, a las {time}",
  "paper.skills": "Sabe hacer",
  "paper.numbers": "Números",
  "paper.desk": "Esta mesa: {phone}",
  "paper.lead":
    "En el papel escriba las horas. Cuando vuelva la computadora anote cada hoja: tome la llamada con la hora en que entró, y luego «Equipo de palabra».",
  "paper.was": "Fue en papel",
  "paper.entered_at": "del papel, anotada a las {time}",
  "paper.call": "Llamada {call}",
  "paper.empty": "Llamada, número: ____",
  "paper.received": "Entró a las",
  "paper.callback": "Devolver la llamada",
  "paper.team": "Equipo",
  "paper.ended": "Cómo terminó, o por qué no se envió a nadie",
  "paper.entered": "Anotado a las, por",
};
