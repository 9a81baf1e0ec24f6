import type { en } from "./notes.en";

export const es: Readonly<Record<keyof typeof en, string>> = {
  open: "Avisar sobre este lugar",
  title: "¿Qué debe saber el próximo equipo?",
  lead: "Sobre el lugar, no sobre una persona: sin nombres. Se muestra con cada llamada de aquí.",
  what: "Qué es",
  "kind.hazard": "Peligro allí",
  "kind.weapon": "Arma vista allí",
  "kind.animal": "Animal",
  "kind.access": "Cómo entrar",
  "kind.approach": "Qué ayuda allí",
  words: "En pocas palabras",
  howLong: "Por cuánto tiempo",
  days: "{n} {n:día|días}",
  looks: "Parece un nombre o un número. No lo escriba.",
  save: "Guardar esta nota",
  by: "{who}, hace {ago} · hasta el {until}",
  none: "Ninguna nota sobre este lugar.",
  lost: "Aquí se escribió una nota y ya no se puede leer.",
  kept: "Guardada. El próximo equipo la lee.",
};
