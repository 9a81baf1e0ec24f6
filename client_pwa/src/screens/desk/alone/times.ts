/** Times as they stand on paper. Pure. */

const DAY = 86_400_000;
/** A clock on the wall may be a little ahead of this computer's. */
const AHEAD = 10 * 60_000;

/** The last time it was so late: today, or yesterday. Null where that is no time of day. */
export const lastAt = (text: string, now: number): number | null => {
  const found = /^\s*(\d{1,2})[:.h]?(\d{2})\s*$/.exec(text);
  const [hours, minutes] = [Number(found?.[1] ?? 24), Number(found?.[2] ?? 60)];
  if (hours > 23 || minutes > 59) return null;
  const day = new Date(now);
  const at = day.setHours(hours, minutes, 0, 0);
  if (at <= now) return at;
  return at <= now + AHEAD ? now : new Date(at - DAY).setHours(hours, minutes, 0, 0);
};

/** Blank says nothing; what is no time is still to be put right. */
export const isTime = (text: string, now: number): boolean => text.trim() === "" || lastAt(text, now) !== null;
