/** Sentences of a desk whose server is not there: what it still knows, and what it does by voice and on paper. */
export const en = {
  "alone.untold": "What was on the board before is not on this computer. Ask the teams what they are on.",
  "alone.open": "Team by voice…",
  "alone.title": "Send a team to {call} by voice",
  "alone.which": "Which team",
  "alone.send": "{team} is going",
  "alone.sent": "{team} is sent to {call} by voice.",
  "alone.onPaper": "It was on paper: enter the times",
  "alone.onPaperLead": "Leave open what did not happen or nobody wrote down. Times of long ago set off no alarm.",
  "alone.sentAt": "Sent",
  "alone.clock": "02:10",
  "alone.noClock": "This is no time of day.",
} as const;
