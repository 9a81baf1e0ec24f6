/** The sentences of reports that the law asks for in Spanish. */
import type { en } from "./reports.en";

export const es: Readonly<Record<keyof typeof en, string>> = {
  "due.child": "Quizá un menor sufrió daño. ¿Debe notificarlo?",
  "due.adult": "Quizá una persona mayor o dependiente sufrió daño. ¿Debe notificarlo?",
  lead: "727 no envía nada a nadie. Notifique como manda la ley y anote aquí que lo hizo.",
  open: "Ya notifiqué",
  again: "Notifiqué también a otros",
  to: "A quién",
  role: "Lo hizo",
  keeps: "Se guarda: que se notificó, cuándo, a quién y qué función. Ni nombres ni nada de lo que dice.",
  save: "Anotar que se hizo",
  made: "Notificado a {to} a las {time}, función: {role}",
  "to.child_protection": "Protección de menores",
  "to.adult_protection": "Protección de adultos",
  "to.care_ombudsman": "Defensoría de residencias",
  "to.police": "Policía",
  supervisor: "supervisión",
};
