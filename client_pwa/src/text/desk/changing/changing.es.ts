import type { en } from "./changing.en";

/** Frases de lo que la central cambia de una llamada ya tomada. */
export const es: Readonly<Record<keyof typeof en, string>> = {
  "correct.open": "Corregir",
  "correct.title": "¿Qué se sabe mejor de {call}?",
  "correct.lead": "Los equipos que van ven enseguida qué cambió. Lo de antes queda en sus horas.",
  "correct.type": "Tipo",
  "correct.priority": "Prioridad",
  "correct.place": "Lugar",
  "correct.area": "Zona",
  "correct.kind": "Clase de lugar",
  "correct.said": "De qué se trata",
  "correct.save": "Guardar lo que cambió",
  "correct.done": "{call} está corregida.",
  "correct.happened": "corregida: {what}",
  "correct.otherPlace": "también se dijo el lugar: {place}",
  "correct.otherWords": "también se dijo: {words}",
  "correct.noWords": "nada",
  "line.prio": "prioridad",
  "line.willPrio": "{call} pasa a {priority}; es {before}.",
  "line.isPrio": "{call} ya es {priority}.",
  "line.missing.priority": "¿Qué prioridad? p1, p2, p3 o p4. {said}",
  "keys.correct": "Corregir una llamada: tipo, prioridad, lugar",
};
