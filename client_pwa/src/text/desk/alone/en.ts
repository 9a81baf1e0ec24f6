/** Sentences of a desk whose server is not there: what it still knows, and what it does by voice and on paper. */
export const en = {
  "alone.untold": "What was on the board before is not on this computer. Ask the teams what they are on.",
} as const;
