/** The page of an unsafe address in Spanish. A draft: to be read by native speakers who do this work. */
import type { en } from "./origin.en";

export const es: Readonly<Record<keyof typeof en, string>> = {
  "origin.title": "Esta dirección no puede guardar nada seguro",
  "origin.lead": "Aquí se perdería su trabajo; por eso la aplicación no empieza.",
  "origin.missing": "Qué falta",
  "origin.how": "Cómo tener una dirección segura",
  "origin.how.https": "En un teléfono: pida la dirección https de su servidor 727.",
  "origin.how.local": "En la computadora del servidor: abra localhost{port}.",
  "origin.how.cable": "Android con cable: ejecute «adb reverse tcp{port} tcp{port}» y abra localhost{port}.",
  "origin.how.browser": "Si la dirección ya es segura, actualice el navegador.",
  "missing.secure_context": "Una conexión segura (https)",
  "missing.crypto": "Cerrar con llave lo guardado",
  "missing.service_worker": "Funcionar sin señal",
  "missing.indexed_db": "Guardar en este aparato",
  "missing.locks": "Enviar las cosas una sola vez",
};
