/** Dates, spans, numbers and lists as an office reads them. */
import { type Language, language } from "../words";

/** "October 2026". */
export const monthName = (at: number): string =>
  new Intl.DateTimeFormat(language.value, { month: "long", year: "numeric" }).format(at);

/** "31 Oct, 23 h": an hour of the log, told in UTC as `2026-10-31T23`, on this computer's clock. */
export const hourOf = (hour: string): string => {
  const at = Date.parse(`${hour}:00:00Z`);
  if (Number.isNaN(at)) return hour;
  const day = new Intl.DateTimeFormat(language.value, { day: "numeric", month: "short" }).format(at);
  const clock = new Intl.DateTimeFormat(language.value, { hour: "2-digit", hourCycle: "h23" }).format(at);
  return `${day}, ${clock.replace(/\D/g, "")} h`;
};

/** "2 Nov 2026": a day of the calendar, told as `2026-11-02`. */
export const dayOf = (day: string): string => {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at)) return day;
  const told = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(language.value, told).format(at);
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const unit = (n: number, name: "second" | "minute" | "hour"): string =>
  new Intl.NumberFormat(language.value, { style: "unit", unit: name, unitDisplay: "short" }).format(n);

/** A length of time as work is told: seconds, then minutes up to three hours ("61 min"), then hours. */
export const minutes = (ms: number): string => {
  if (ms < MINUTE) return unit(Math.floor(ms / SECOND), "second");
  return ms < 3 * HOUR ? unit(Math.floor(ms / MINUTE), "minute") : unit(Math.floor(ms / HOUR), "hour");
};

const NOR: Readonly<Record<Language, string>> = { en: "or", es: "ni" };

/** "weapon, fight or attempt", after a no: "arma, pelea ni intento". */
export const noneOf = (items: readonly string[]): string => {
  const first = items.slice(0, -1).join(", ");
  const last = items.at(-1) ?? "";
  return first === "" ? last : `${first} ${NOR[language.value]} ${last}`;
};

/** "clinician, medic": where a line only lists. */
export const row = (items: readonly string[]): string => items.join(", ");

/** "1,204". */
export const number = (n: number): string => new Intl.NumberFormat(language.value).format(n);
