/** An alarm that was heard counts for a shift: a phone is switched to silent every day. */
export const PROVEN_MS = 12 * 60 * 60_000;
