/** The sentences of asking a supervisor in Spanish. */
import type { en } from "./consults.en";

export const es: Readonly<Record<keyof typeof en, string>> = {
  "ask.open": "Consultar a supervisión",
  "ask.what": "¿Sobre qué?",
  "ask.lead": "No hace falta decirlo. Si no puede esperar, llame.",
  "ask.send": "Consultar ahora",
  "is.here": "Guardado en este teléfono, sin enviar. Llame a la central.",
  "is.sent": "Se consultó a las {time}. Aún sin respuesta.",
  "is.unheard": "Supervisión no responde desde las {time}. Llame a la central.",
  "is.told": "{name}, {time}",
  "reason.hold": "¿Es un internamiento?",
  "reason.suicide_risk": "Riesgo de suicidio",
  "reason.threat_to_others": "Amenaza a otra persona",
  "reason.medical": "Médico",
  "reason.minor": "Hay un menor",
  "reason.must_report": "¿Hay que notificarlo?",
  "reason.safe_to_leave": "¿Podemos irnos?",
  "answer.as_planned": "Hagan lo que pensaban",
  "answer.stay": "Quédense con la persona",
  "answer.seek_hold": "Pidan un internamiento",
  "answer.no_hold": "Sin internamiento",
  "answer.call_ems": "Llamen una ambulancia",
  "answer.make_report": "Hagan la notificación",
  "answer.phone_me": "Llámenme",
  "answer.coming": "Voy para allá",
};
