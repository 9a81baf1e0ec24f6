/** Months of the calendar on this computer's clock, as `2026-10`: what the log and its files are cut by. */

export type Month = `${number}-${number}`;

export interface Span {
  /** From this moment, up to but not including the other; milliseconds UTC. */
  readonly from: number;
  readonly to: number;
}

const written = (date: Date): Month => {
  const month = String(date.getMonth() + 1).padStart(2, "0");
  return `${date.getFullYear()}-${month}` as Month;
};

const parts = (month: Month): readonly [number, number] => {
  const [year = 1970, index = 1] = month.split("-").map(Number);
  return [year, index - 1];
};

/** A month as a link says it; null when it is none. */
export const readMonth = (text: string | null): Month | null =>
  text !== null && /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? (text as Month) : null;

/** The month this moment is in. */
export const monthAt = (at: number): Month => written(new Date(at));

export const monthBefore = (month: Month): Month => {
  const [year, index] = parts(month);
  return written(new Date(year, index - 1, 1));
};

export const monthAfter = (month: Month): Month => {
  const [year, index] = parts(month);
  return written(new Date(year, index + 1, 1));
};

export const monthSpan = (month: Month): Span => {
  const [year, index] = parts(month);
  return { from: new Date(year, index, 1).getTime(), to: new Date(year, index + 1, 1).getTime() };
};
