/** How long ago somebody checked what the list says of a place, in words. Pure. */
import { formatter } from "../../text/words";

const DAY = 86_400_000;
const MONTH = 30.44 * DAY;
const YEAR = 365.25 * DAY;

/** "yesterday" and "today" have words of their own; "last month" would be a month of the calendar. */
const days = formatter((spoken) => new Intl.RelativeTimeFormat(spoken, { numeric: "auto" }));
const longer = formatter((spoken) => new Intl.RelativeTimeFormat(spoken));

/** "today", "3 months ago", "2 years ago": whole ones, never more than it is. */
export const checkedAgo = (at: number, now: number): string => {
  const age = Math.max(0, now - at);
  if (age < MONTH) return days().format(-Math.floor(age / DAY), "day");
  if (age < YEAR) return longer().format(-Math.floor(age / MONTH), "month");
  return longer().format(-Math.floor(age / YEAR), "year");
};

/** Whether it is over a year old: hours, numbers and rules have changed by then. Where nobody knows it is not said. */
export const isStale = (at: number | null, now: number): at is number => at !== null && now - at > YEAR;
