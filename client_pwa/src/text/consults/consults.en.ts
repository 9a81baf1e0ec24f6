/** Sentences of asking a supervisor, on the phone, and its codes for phone and desk. */
export const en = {
  // On the phone
  "ask.open": "Ask a supervisor",
  "ask.what": "What about?",
  "ask.lead": "You need not say. If it cannot wait, phone.",
  "ask.send": "Ask now",
  "is.here": "Saved on this phone, not sent. Call dispatch.",
  "is.sent": "Supervisor asked at {time}. No answer yet.",
  "is.unheard": "No supervisor has answered since {time}. Call dispatch.",
  "is.told": "{name}, {time}",
  // Codes
  "reason.hold": "Is this a hold?",
  "reason.suicide_risk": "Risk of suicide",
  "reason.threat_to_others": "Threat to somebody else",
  "reason.medical": "Medical",
  "reason.minor": "A minor is involved",
  "reason.must_report": "Must we report this?",
  "reason.safe_to_leave": "Is it safe to leave?",
  "answer.as_planned": "Do as you plan",
  "answer.stay": "Stay with the person",
  "answer.seek_hold": "Ask for a hold",
  "answer.no_hold": "No hold",
  "answer.call_ems": "Call an ambulance",
  "answer.make_report": "Make a report",
  "answer.phone_me": "Phone me",
  "answer.coming": "I’m coming",
} as const;
