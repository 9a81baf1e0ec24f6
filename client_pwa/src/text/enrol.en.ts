/** Sentences of the pages before the app: joining. */
export const en = {
  "enrol.title": "Set up this phone for work",
  "enrol.lead": "Your supervisor has a code for you. It works once, for 10 minutes.",
  "enrol.label": "Type your 8-character code",
  "enrol.hint": "No 0 or O, no 1 or I. You can paste it.",
  "enrol.go": "Set up",
  "enrol.going": "Setting up…",
  "enrol.keeps": "What this phone will keep",
  "enrol.keeps.calls": "Your calls from this shift.",
  "enrol.keeps.places": "The list of places that can help, so search works with no signal.",
  "enrol.keeps.never": "No contacts, no photos, no location.",
  "enrol.wrong": "That code didn’t work. Ask for a new one.",
  "enrol.tooMany": "Too many tries. Wait a minute, then ask for a new code.",
  "enrol.offline": "Needs signal once. Try again where you have it.",
  "enrol.noCode": "I have no code",
  "enrol.noCodeLead": "Ask your supervisor for one. They make it at the desk, and it works once.",
  "enrol.switch":
    "You are signed in as {name}. A new code signs in someone else. What {name} has not sent stays and still sends.",
  "enrol.stay": "Go on as {name}",
} as const;
