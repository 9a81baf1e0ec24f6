/** Labels the desk needs beside the shared code lists: short questions, rungs, and states told of others, not of us. */
import type {
  AssignmentStateCode,
  BegunCode,
  CallerRoleCode,
  CommandType,
  HandedToCode,
  OutcomeStateCode,
  UnitStatusCode,
  WouldHaveGoneToCode,
} from "../../schema";

type Rung = "stored" | "sent" | "delivered" | "shown" | "accepted";

export type DeskLists = {
  readonly rung: Readonly<Record<Rung, string>>;
  /** How far an offer came with one person. */
  readonly reached: Readonly<Record<Rung, string>>;
  readonly assignment: Readonly<Record<AssignmentStateCode, string>>;
  readonly unit: Readonly<Record<UnitStatusCode, string>>;
  /** What a person at the desk must take up, in two or three words. */
  /** How a team came to go that the desk had not sent, in a few words. */
  readonly begun: Readonly<Record<BegunCode, string>>;
  readonly caller: Readonly<Record<CallerRoleCode, string>>;
  readonly without: Readonly<Record<WouldHaveGoneToCode, string>>;
  /** After "passed to". */
  readonly passed_to: Readonly<Record<HandedToCode, string>>;
  readonly outcome: Readonly<Record<OutcomeStateCode, string>>;
  readonly command: Readonly<Record<CommandType, string>>;
  /** Why the server kept a command aside. */
  readonly sent: Readonly<Record<string, string>>;
  readonly held: Readonly<Record<string, string>>;
};

export const en: DeskLists = {
  rung: { stored: "Stored", sent: "Sent", delivered: "Delivered", shown: "Shown", accepted: "Accepted" },
  reached: {
    stored: "nothing sent",
    sent: "sent",
    delivered: "delivered",
    shown: "shown",
    accepted: "accepted",
  },
  assignment: {
    offered: "asked",
    accepted: "accepted",
    enroute: "on the way",
    staging: "waiting nearby",
    on_scene: "arrived",
    contact: "with the person",
    transporting: "leaving together",
    at_destination: "at the place",
    cleared: "clear",
    declined: "could not",
    expired: "did not answer",
    superseded: "another team was first",
    withdrawn: "taken back",
    preempted: "needed elsewhere",
    cancelled_enroute: "cancelled on the way",
    cancelled_on_scene: "cancelled there",
    transferred: "handed over",
    reassigned: "another team goes",
  },
  unit: {
    off: "off duty",
    roster: "due on shift",
    available: "ready",
    avail_area: "ready, in the area",
    assigned: "has a call",
    enroute: "on the way",
    staging: "waiting nearby",
    on_scene: "arrived",
    transporting: "leaving together",
    at_destination: "at the place",
    paperwork: "writing up",
    break: "on a break",
    meal: "eating",
    resupply: "restocking",
    training: "in training",
    meeting: "in a meeting",
    oos: "out of service",
    decomp: "resting after a hard call",
    emergency: "needs help",
  },
  begun: {
    offered: "Asked",
    by_itself: "Went without an offer",
    too_late: "Went too late: the offer was over",
    after_end: "Went on after the desk ended it",
    on_view: "Came across somebody",
  },
  caller: {
    self: "The person",
    family: "Family",
    bystander: "Passer-by",
    business: "Business",
    agency: "Agency",
    anonymous: "Not saying",
  },
  without: { police: "Police", ems: "Ambulance", fire: "Fire", none: "Nobody", unknown: "Not known" },
  passed_to: { l988: "988", l211: "211", psap911: "911", ems: "the ambulance", police: "the police" },
  outcome: { none: "No log due", due: "Log still to come", saved: "Log written" },
  command: {
    "call.take": "New call",
    "call.close": "Closing a call",
    "call.correct": "Putting a call right",
    "call.merge": "Merging calls",
    "call.hand_over": "Passing a call on",
    "call.taken_over": "Who took a call that was passed on",
    "call.tell": "What the caller was told",
    "call.note_place": "A note about a place",
    "call.end_place_note": "The end of a note about a place",
    "call.call_back": "A call-back",
    "site.count": "Count of a day for the site",
    "call.erase": "Erasing a call",
    "shift.start": "Start of a shift",
    "shift.end": "End of a shift",
    "unit.status": "How a team is",
    "unit.hold": "A team held for a call",
    "assignment.offer": "Offer",
    "assignment.enter": "Team sent by voice",
    "assignment.accept": "Yes by voice",
    "assignment.decline": "No by voice",
    "assignment.show": "Offer shown",
    "assignment.stage": "Step by voice",
    "assignment.take_back": "Undone step",
    "assignment.check_in": "Check-in by voice",
    "assignment.end": "Ending for a team",
    "call.meet": "Somebody a team met",
    "help.call": "Call for help",
    "help.place": "Where they called",
    "help.take": "Help taken",
    "help.end": "Help is over",
    "help.send": "Sent for help",
    "handoff.give": "End of shift: handed over",
    "handoff.read": "Handover read",
    "help.policy": "Who is sent for help",
    "taxonomy.set": "Edition of the call types",
    "cards.set": "Cards of what to do",
    "wording.set": "Wording of the app",
    "backup.ask": "Backup asked for",
    "backup.answer": "Backup answered",
    "backup.end": "What came of backup",
    "roll.call": "Roll-call",
    "roll.answer": "Answer to a roll-call",
    "roll.end": "End of a roll-call",
    "alarm.resolve": "Alarm taken",
    "custody.resolve": "Custody seen to",
    "felt.say": "Whether somebody felt safe",
    "report.made": "That a report was made",
    "consult.ask": "A question to a supervisor",
    "consult.answer": "A supervisor’s answer",
    "review.sign": "That something was looked at",
    "encounter.record": "Log",
    "referral.make": "Referral",
    "mediation.record": "Mediation",
    "duty.say": "On call",
    "callout.make": "Call-out",
    "callout.shown": "Call-out seen",
    "callout.say": "Answer to a call-out",
    "callout.check_in": "Check-in by time",
    "callout.end": "End of a call-out",
  },
  sent: {
    "assignment.accept": "Yes",
    "assignment.decline": "No",
    "assignment.stage": "Step",
    "assignment.take_back": "Undone step",
    "assignment.check_in": "Check-in",
  },
  held: {
    conflict: "Someone was first, or it changed before this arrived. Look at it as it is now.",
    invalid_move: "That step is no longer possible from where the team is. Look at the call as it is now.",
    dependency: "It builds on an entry that has not arrived yet. It is done by itself when that comes.",
    not_found: "What it is about is not here.",
    invalid: "A value was not understood. Enter it again.",
    forbidden: "Your role may not do this.",
    id_reuse: "Another entry has the same id. A supervisor must look.",
    unsupported_version: "This page is of another version. Reload it and enter it again.",
    after_revocation: "It was written after this sign-in was ended.",
    handler_error: "The server failed on it. A supervisor must look.",
    unknown: "The server kept it aside. A supervisor must look.",
  },
};
