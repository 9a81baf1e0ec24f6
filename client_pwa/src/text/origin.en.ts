/** Sentences of the page of an address that can keep nothing safe: no phone keeps that page. */
export const en = {
  "origin.title": "This address can’t keep anything safe",
  "origin.lead": "The app would lose your work here, so it does not start.",
  "origin.missing": "What is missing",
  "origin.how": "How to get a safe address",
  "origin.how.https": "On a phone: ask for the https address of your 727 server.",
  "origin.how.local": "On the computer that runs the server: open localhost{port}.",
  "origin.how.cable": "Android on a cable: run “adb reverse tcp{port} tcp{port}”, then open localhost{port}.",
  "origin.how.browser": "If the address is safe already, update the browser.",
  "missing.secure_context": "A secure connection (https)",
  "missing.crypto": "Locking what is saved",
  "missing.service_worker": "Working with no signal",
  "missing.indexed_db": "Saving on this device",
  "missing.locks": "Sending things once only",
} as const;
