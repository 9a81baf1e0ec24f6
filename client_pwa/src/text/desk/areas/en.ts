/** Sentences of the board by area. */
export const en = {
  "areas.title": "By area",
  "areas.lead": "Open calls where they are, and free teams where they were last by their own word.",
  "areas.area": "Area",
  "areas.waiting": "Waiting",
  "areas.out": "With a team",
  "areas.free": "Free teams last here",
  "areas.unknown": "Not known",
  "areas.first": "{n}, the first {priority}, {span}",
  "areas.none": "No call is open and no team is free.",
  "keys.areas": "Open calls and free teams by area",
} as const;
