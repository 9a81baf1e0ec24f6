/** Times and quantities in the person's language. Ages are for reading, never for measuring. */
import { formatter, type Language, language } from "./words";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const SHORT = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const clocks = formatter((spoken) => new Intl.DateTimeFormat(spoken, SHORT));
const seconds = formatter((spoken) => new Intl.DateTimeFormat(spoken, { ...SHORT, second: "2-digit" }));
const days = formatter((spoken) => new Intl.DateTimeFormat(spoken, { day: "numeric", month: "short" }));

/** "02:09", by the device's own zone. */
export const clock = (at: number): string => clocks().format(at);

/** "02:09:14", where seconds matter. */
export const clockSeconds = (at: number): string => seconds().format(at);

/** "18 Feb" or "18 feb". */
export const day = (at: number): string => days().format(at);

const unitOf = (unit: string) =>
  formatter(
    (spoken) => new Intl.NumberFormat(spoken, { style: "unit", unit, unitDisplay: unit === "day" ? "long" : "short" }),
  );
const SECONDS = unitOf("second");
const MINUTES = unitOf("minute");
const HOURS = unitOf("hour");
const DAYS = unitOf("day");

/** "Monday" for 0. 5 January 1970 was one. */
export const weekday = (n: number): string =>
  new Intl.DateTimeFormat(language.value, { weekday: "long", timeZone: "UTC" }).format((4 + n) * DAY);

/** A length of time in its largest whole unit: "48 sec", "2 min", "18 hr", "3 days". */
export const span = (ms: number): string => {
  const length = Math.max(0, ms);
  if (length < MINUTE) return SECONDS().format(Math.floor(length / 1000));
  if (length < HOUR) return MINUTES().format(Math.floor(length / MINUTE));
  if (length < 2 * DAY) return HOURS().format(Math.floor(length / HOUR));
  return DAYS().format(Math.floor(length / DAY));
};

/** "1:24" for a countdown; whole seconds, never below zero. */
export const countdown = (ms: number): string => {
  const left = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
};

const lists = formatter((spoken) => new Intl.ListFormat(spoken, { type: "conjunction" }));

/** "clinician, medic and Spanish". */
export const list = (items: readonly string[]): string => lists().format(items);

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
