/** Times and quantities in the person's language. Ages are for reading, never for measuring. */
import { type Language, language } from "./words";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "02:09", by the device's own zone. */
export const clock = (at: number): string =>
  new Intl.DateTimeFormat(language.value, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);

/** "02:09:14", where seconds matter. */
export const clockSeconds = (at: number): string =>
  new Intl.DateTimeFormat(language.value, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(at);

/** "18 Feb" or "18 feb". */
export const day = (at: number): string =>
  new Intl.DateTimeFormat(language.value, { day: "numeric", month: "short" }).format(at);

const unit = (n: number, name: "second" | "minute" | "hour" | "day"): string =>
  new Intl.NumberFormat(language.value, {
    style: "unit",
    unit: name,
    unitDisplay: name === "day" ? "long" : "short",
  }).format(n);

/** "Monday" for 0. 5 January 1970 was one. */
export const weekday = (n: number): string =>
  new Intl.DateTimeFormat(language.value, { weekday: "long", timeZone: "UTC" }).format((4 + n) * DAY);

/** A length of time in its largest whole unit: "48 sec", "2 min", "18 hr", "3 days". */
export const span = (ms: number): string => {
  const length = Math.max(0, ms);
  if (length < MINUTE) return unit(Math.floor(length / 1000), "second");
  if (length < HOUR) return unit(Math.floor(length / MINUTE), "minute");
  if (length < 2 * DAY) return unit(Math.floor(length / HOUR), "hour");
  return unit(Math.floor(length / DAY), "day");
};

/** "1:24" for a countdown; whole seconds, never below zero. */
export const countdown = (ms: number): string => {
  const left = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
};

/** "clinician, medic and Spanish". */
export const list = (items: readonly string[]): string =>
  new Intl.ListFormat(language.value, { type: "conjunction" }).format(items);

/** Languages we ask about that not every browser has a name for. */
const UNNAMED: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { ase: "American Sign Language" },
  es: { ase: "Lengua de señas americana" },
};

/** A language's own name in the language of the moment: "es" is "Spanish". */
export const tongue = (tag: string): string =>
  UNNAMED[language.value][tag] ??
  new Intl.DisplayNames(language.value, { type: "language", fallback: "code" }).of(tag) ??
  tag;
