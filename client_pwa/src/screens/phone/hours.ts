/** When a place is open, from its weekly hours, offline. Unknown hours are unknown, not closed. Pure. */
import type { DirectoryHours } from "../../schema";

export type Opening =
  | {
      readonly is: "open" /** Minutes since midnight it closes at; null: it does not. */;
      readonly until: number | null;
    }
  | {
      readonly is: "closed" /** Minutes since midnight it opens at today; null: not today. */;
      readonly opens: number | null;
    }
  | { readonly is: "unknown" };

const DAY_MIN = 1440;
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** The weekday (0 is Monday) and minute of the day at a moment, where the places are. */
export const localMinute = (at: number, timezone: string): { readonly weekday: number; readonly minute: number } => {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? "";
  return {
    weekday: WEEKDAYS.indexOf(part("weekday")),
    minute: Number(part("hour")) * 60 + Number(part("minute")),
  };
};

/** Hours that run past midnight, or say 24:00 or more, as minutes after the day's midnight. */
const closing = (hours: DirectoryHours): number =>
  hours.closes <= hours.opens ? hours.closes + DAY_MIN : hours.closes;

/** Whether it is open at a minute of the week, and until when. */
export const opening = (hours: readonly DirectoryHours[] | null, weekday: number, minute: number): Opening => {
  if (hours === null || hours.length === 0) return { is: "unknown" };
  const yesterday = (weekday + 6) % 7;
  for (const each of hours) {
    const end = closing(each);
    const started = each.weekday === weekday && each.opens <= minute && minute < end;
    const runsOn = each.weekday === yesterday && minute + DAY_MIN < end;
    if (started || runsOn) return { is: "open", until: until(hours, end) };
  }
  const later = hours.filter((each) => each.weekday === weekday && each.opens > minute).map((each) => each.opens);
  return { is: "closed", opens: later.length === 0 ? null : Math.min(...later) };
};

const allDay = (hours: DirectoryHours): boolean => closing(hours) - hours.opens >= DAY_MIN;

/** Open all day every day has no closing time. */
const until = (hours: readonly DirectoryHours[], end: number): number | null =>
  hours.length >= 7 && hours.every(allDay) ? null : end % DAY_MIN;

/** "07:00" of minutes since midnight. */
export const minuteText = (minute: number): string =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
