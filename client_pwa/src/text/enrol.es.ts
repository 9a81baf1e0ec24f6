/** The pages before the app in Spanish. A draft: to be read by native speakers who do this work. */
import type { en } from "./enrol.en";

export const es: Readonly<Record<keyof typeof en, string>> = {
  "enrol.title": "Prepare este teléfono para el trabajo",
  "enrol.lead": "Su supervisor tiene un código para usted. Sirve una vez, por 10 minutos.",
  "enrol.label": "Escriba su código de 8 caracteres",
  "enrol.hint": "Sin 0 ni O, sin 1 ni I. Puede pegarlo.",
  "enrol.go": "Preparar teléfono",
  "enrol.going": "Preparando…",
  "enrol.keeps": "Qué guardará este teléfono",
  "enrol.keeps.calls": "Sus llamadas de este turno.",
  "enrol.keeps.places": "La lista de lugares que ayudan, para buscar sin señal.",
  "enrol.keeps.never": "Ni contactos, ni fotos, ni ubicación.",
  "enrol.wrong": "Ese código no sirvió. Pida otro.",
  "enrol.tooMany": "Demasiados intentos. Espere un minuto y pida otro código.",
  "enrol.offline": "Hace falta señal una vez. Pruebe donde la tenga.",
  "enrol.noCode": "No tengo código",
  "enrol.noCodeLead": "Pídalo a su supervisor. Lo crea en central y sirve una vez.",
  "enrol.switch":
    "Entró como {name}. Un código nuevo hace entrar a otra persona. Lo que {name} no envió se queda y se envía igual.",
  "enrol.stay": "Seguir como {name}",
};
