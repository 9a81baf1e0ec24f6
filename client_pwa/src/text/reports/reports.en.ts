/** Sentences of reports that the law asks for, on the phone, and their codes for phone and desk. */
export const en = {
  // On the phone
  "due.child": "A child may have been harmed. Must you report it?",
  "due.adult": "An older or dependent adult may have been harmed. Must you report it?",
  lead: "727 sends nothing to anyone. Report as your law says, then note here that you did.",
  open: "Report made",
  again: "Another report was made",
  to: "To whom",
  role: "Made by",
  keeps: "Kept: that a report was made, when, to whom, by which role. No names, nothing of what it says.",
  save: "Note that it was made",
  made: "Reported to {to} at {time}, by role: {role}",
  // Codes
  "to.child_protection": "Child protection",
  "to.adult_protection": "Adult protection",
  "to.care_ombudsman": "Care home ombudsman",
  "to.police": "Police",
  supervisor: "supervisor",
} as const;
