/** Lo que se dijo a quien llamó. */
import type { en } from "./en";

export const es: Readonly<Record<keyof typeof en, string>> = {
  "told.title": "¿Qué se dijo a quien llamó?",
  "told.lead": "{call} · {where}. Un toque lo guarda.",
  "told.open": "Dicho",
  "told.in": "en {span}, {time}",
  "told.noTime": "sin decir hora",
  "told.by": "{what}, antes de las {time}",
  "told.at": "{what} a las {time}",
  "told.said": "Se dijo a las {time}: {what}",
  "told.caller": "Se dijo a quien llamó: {what}",
  "told.done": "{how}, {time}",
  "told.back": "Se devolvió la llamada: {how}",
  "told.call": "Llamar al {number}",
  "told.kept": "Guardado con {call}",
  "told.unsafe": "Puede que la pareja escuche: no devolvemos la llamada.",
  "told.late": "Se dijo a quien llamó que alguien llegaría hace {span}.",
  "told.lateShort": "{span} más tarde de lo que se dijo",
  "told.what": "Decir qué resultó",
  "alarm.callBack": "Devuelva la llamada ahora",
  "alarm.callBackRest": "Prometida para las {time}",
  "alarm.callBackDo": "Llamar",
  "hand.backs": "{n} {n:llamada|llamadas} por devolver: {calls}",
  "keys.tell": "Qué se dijo a quien llamó; devolver la llamada",
};
