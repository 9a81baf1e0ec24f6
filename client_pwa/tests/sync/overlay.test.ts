import { describe, expect, it } from "vitest";
import { type CommandType, NATURE } from "../../src/schema";
import { BACKUPS } from "../../src/sync/later/team/backups";
import { CALLS } from "../../src/sync/later/desk/calls";
import { NOTES } from "../../src/sync/later/team/notes";
import { CHECK_INS } from "../../src/sync/later/checkins";
import { DESK } from "../../src/sync/later/desk/offers";
import { GIVING } from "../../src/sync/later/desk/giving";
import { HANDOFFS } from "../../src/sync/later/shifts/handoffs";
import { HELPS } from "../../src/sync/later/safety/helps";
import { ROLLS } from "../../src/sync/later/safety/rolls";
import { MEETING } from "../../src/sync/later/meeting";
import { overlaid, type Pending } from "../../src/sync/overlay";
import { NO_TABLES } from "../../src/sync/replica";
import { NOON } from "./clock";
import { ASSIGNMENT, CALL, stage, tables, TEAM, UNIT } from "./overlay.team";
import { type Case, command } from "./pending";
import { SEAT_CASES, SEAT_FORESEEN, SEAT_ROWS } from "./overlay.seat";
import { SITE_CASES, SITE_FORESEEN, SITE_ROWS } from "./overlay.site";

const FORESEEN = {
  ...CALLS,
  ...DESK,
  ...CHECK_INS,
  ...MEETING,
  ...GIVING,
  ...HANDOFFS,
  ...HELPS,
  ...BACKUPS,
  ...ROLLS,
  ...SEAT_FORESEEN,
  ...SITE_FORESEEN,
  ...NOTES,
};

const ALARM = { id: "x1", kind: "offer_unanswered", resolved_at: null };

const PASSED = {
  ...{ ...CALL, id: "c3", handovers: [{ id: "h1", to: "ems", begun_at: 1, taken_at: null }] },
  told: [{ id: "t0", what: "call_back", at: 1 }],
  place_notes: [
    { id: "n0", kind: "access", text: "by the side", by: "Ada", role: "dispatcher", written_at: 1, ends_at: 9 },
  ],
};
const HELP = { id: "p1h", unit_id: "u1", by: "p1", taken_at: null, ended_at: null, ending: null };
const BACKUP = { id: "b1", ...{ call_id: "c1", unit_id: "u1", kind: "ems" }, ...{ answered_at: null, ended_at: null } };
const ROLL = {
  ...{ id: "r1u1", roll_id: "r1", unit_id: "u1", why: "danger", called_at: 1, asked_at: 1, answered_at: null },
  ...{ ended_at: null, step: "missed", no_link: true, version: 1 },
};
const HANDOFF = { id: "ho1", unit_id: "u1", by: "p2", name: "Ben", made_at: 1, done: ["r1"] };
const BOARD = tables(
  ["backup", BACKUP],
  ["help", HELP],
  ["handoff", HANDOFF],
  ["roll", ROLL],
  ["assignment", ASSIGNMENT],
  ["call", CALL],
  ["call", PASSED],
  ["unit", UNIT],
  ["alarm", ALARM],
  ...SEAT_ROWS,
  ...SITE_ROWS,
);

const TAKE = {
  ...{ source: "line727", type_code: "WELFARE", priority: "P2", received_at: NOON },
  ...{ triage_result: "alt_only", would_have_gone_to: "police", caller_role: "self" },
  location_kind: "outdoor_public",
};
const ENCOUNTER = { ...TEAM, assignment_id: "a1", answers: { contact_result: "gone" } };
const REFERRAL = { ...TEAM, need: "food", state: "sent", urgency: "day" };
/** For every command: what the person who saved it sees at once. */
const CASES: Readonly<Record<CommandType, Case>> = {
  "call.take": [
    command("call.take", "c2", { ...TAKE, label: "A1" }),
    ...(["call", "c2", { status: "queued", number: "A1", area: "unknown" }] as const),
  ],
  "call.meet": [
    command("call.meet", "met", { unit_id: "u1", assignment_id: "met-a" }),
    ...(["assignment", "met-a", { call_id: "met", state: "contact", arrived_at: NOON, begun: "on_view" }] as const),
  ],
  "call.close": [command("call.close", "c1", {}), "call", "c1", { status: "closed", closed_at: NOON }],
  "call.tell": [
    command("call.tell", "c1", { what: "coming", by: NOON }),
    ...(["call", "c1", { told: [expect.objectContaining({ what: "coming", by: NOON })] }] as const),
  ],
  "call.note_place": [
    command("call.note_place", "c1", { kind: "animal", text: "a dog", days: 1 }),
    ...(["call", "c1", { place_notes: [expect.objectContaining({ kind: "animal", text: "a dog" })] }] as const),
  ],
  "call.end_place_note": [
    command("call.end_place_note", "c1", { note: "n0" }),
    ...(["call", "c3", { place_notes: [] }] as const),
  ],
  "call.call_back": [
    command("call.call_back", "c3", { told: "t0", how: "reached" }),
    ...(["call", "c3", { told: [expect.objectContaining({ id: "t0", how: "reached", done_at: NOON })] }] as const),
  ],
  "call.correct": [
    command("call.correct", "c1", { priority: "P1", place: "the library" }),
    "call",
    "c1",
    { priority: "P1", place: "the library", corrections: [{ at: NOON, place: true, said: false }] },
  ],
  "call.merge": [
    command("call.merge", "c3", { into: "c1" }),
    "call",
    "c3",
    { merged_into: "c1", merged_at: NOON, status: "closed", closed_at: NOON },
  ],
  "call.hand_over": [
    command("call.hand_over", "c1", { to: "ems" }),
    ...(["call", "c1", { handovers: [{ to: "ems", begun_at: NOON, taken_at: null }] }] as const),
  ],
  "call.taken_over": [
    command("call.taken_over", "c3", { to: "ems", name: "Dana", handover: "h1" }),
    ...(["call", "c3", { handovers: [{ taken_at: NOON }], taken_by: { h1: "Dana" } }] as const),
  ],
  "site.count": [
    command("site.count", "count-1", { day: "2026-10-14", given: 2 }),
    ...(["call", "count-1", undefined] as const),
  ],
  "call.erase": [command("call.erase", "c1", { reason: "asked" }), "call", "c1", undefined],
  "shift.start": [
    command("shift.start", "s1", { unit_id: "u1", person_ids: ["p1", "p2"], skills: { p1: ["MEDIC"] } }),
    ...(["unit", "u1"] as const),
    { shift_id: "s1", skills: ["MEDIC"], members: [{ name: "Ana" }, { name: "Ben" }] },
  ],
  "shift.end": [command("shift.end", "s1", { unit_id: "u1" }), "unit", "u1", { status: "available" }],
  "unit.status": [command("unit.status", "u1", { status: "meal" }), "unit", "u1", { status: "meal", status_at: NOON }],
  "unit.hold": [
    command("unit.hold", "u1", { call_id: "c1" }),
    "unit",
    "u1",
    { held_for: "c1", held_until: NOON + 600_000 },
  ],
  "assignment.offer": [command("assignment.offer", "a2", TEAM), "assignment", "a2", { state: "offered", ...TEAM }],
  "assignment.enter": [
    command("assignment.enter", "a9", { ...TEAM, assigned_at: NOON - 60_000, voice: { said_by: "Ama" } }),
    ...(["assignment", "a1", { state: "accepted", accepted_at: NOON - 60_000, origin: "manual" }] as const),
  ],
  "assignment.accept": [
    command("assignment.accept", "a1", TEAM),
    ...(["assignment", "a1", { state: "accepted", accepted_at: NOON, origin: "device" }] as const),
  ],
  "assignment.decline": [
    command("assignment.decline", "a1", { reason: "language" }),
    ...(["assignment", "a1", { state: "declined", decline_reason: "language" }] as const),
  ],
  "assignment.show": [
    command("assignment.show", "a1", { shown_at: 5 }),
    ...(["assignment", "a1", { ladder: [{ person_id: "p1", shown_at: 5 }] }] as const),
  ],
  "assignment.stage": [stage("on_scene"), "assignment", "a1", { state: "on_scene", arrived_at: NOON }],
  "assignment.take_back": [
    command("assignment.take_back", "a1", { ...TEAM, stage: "on_scene" }),
    ...(["assignment", "a1", { arrived_at: null }] as const),
  ],
  "assignment.check_in": [
    command("assignment.check_in", "a1", TEAM),
    ...(["assignment", "a1", { checked_at: NOON }] as const),
  ],
  "assignment.end": [
    command("assignment.end", "a1", { ending: "cancelled" }),
    ...(["assignment", "a1", { state: "cancelled_enroute", ended_at: NOON }] as const),
  ],
  "help.call": [
    command("help.call", "p1n", { unit_id: "u1" }),
    ...(["help", "p1n", { by: "p1", name: "Ana", unit_id: "u1", raised_at: NOON, taken_at: null }] as const),
  ],
  "help.place": [
    command("help.place", "p1h", { position: { lat: 1, lon: 2, accuracy_m: 3, at: NOON } }),
    ...(["help", "p1h", { position: { lat: 1, lon: 2, accuracy_m: 3, at: NOON } }] as const),
  ],
  "help.take": [command("help.take", "p1h", {}), "help", "p1h", { taken_at: NOON, ended_at: null }],
  "help.send": [
    command("help.send", "p1h", { to: "team", unit_id: "u1", policy: 2 }),
    ...(["help", "p1h", { taken_at: NOON, sent: [{ to: "team", unit_id: "u1", name: "Ana", policy: 2 }] }] as const),
  ],
  "help.policy": [
    command("help.policy", "hp1", { order: ["team", "police"], police_preset: true }),
    ...(["help_policy", "hp1", { number: 1, order: ["team", "police"], police_preset: true, on_call: null }] as const),
  ],
  ...SEAT_CASES,
  "roll.call": [
    command("roll.call", "r1", { why: "danger" }),
    ...(["roll", "r1u1", { asked_at: NOON, called_at: 1, step: null, no_link: false }] as const),
  ],
  "roll.answer": [
    command("roll.answer", "r1", { unit_id: "u1" }),
    ...(["roll", "r1u1", { answered_at: NOON, step: null, ended_at: null }] as const),
  ],
  "roll.end": [command("roll.end", "r1", {}), "roll", "r1u1", { ended_at: NOON, answered_at: null }],
  "help.end": [
    command("help.end", "p1h", { ending: "mistake" }),
    ...(["help", "p1h", { ended_at: NOON, ending: "mistake", taken_at: null }] as const),
  ],
  "backup.ask": [
    command("backup.ask", "b2", { ...TEAM, kind: "team", reason: "weapon" }),
    ...(["backup", "b2", { by: "p1", name: "Ana", asked_by: "responder", asked_at: NOON, ended_at: null }] as const),
  ],
  "backup.answer": [
    command("backup.answer", "b1", { in_min: 9 }),
    ...(["backup", "b1", { answered_at: NOON, due_at: NOON + 540_000, refusal: null }] as const),
  ],
  "backup.end": [
    command("backup.end", "b1", { outcome: "arrived", lights: "no" }),
    ...(["backup", "b1", { ended_at: NOON, outcome: "arrived", lights: "no" }] as const),
  ],
  "handoff.give": [
    command("handoff.give", "ho2", { note: "The van pulls left." }),
    ...(["handoff", "ho2", { unit_id: null, name: "Ana", notes: ["The van pulls left."], alarms: 1 }] as const),
  ],
  "handoff.read": [
    command("handoff.read", "ho1", { done: ["r2"] }),
    ...(["handoff", "ho1", { read_at: NOON, reader: "Ana", done: ["r1", "r2"] }] as const),
  ],
  "alarm.resolve": [command("alarm.resolve", "x1", {}), "alarm", "x1", { resolved_at: NOON }],
  "custody.resolve": [command("custody.resolve", "h1", { how: "nothing_to_do" }), "held", "h1", undefined],
  "encounter.record": [
    command("encounter.record", "e1", { ...ENCOUNTER, demographics: { veteran: { how: "declined" } } }),
    ...([
      "encounter",
      "e1",
      { assignment_id: "a1", by: "p1", additions: [], demographics: { veteran: { how: "declined" } } },
    ] as const),
  ],
  "referral.make": [
    command("referral.make", "r1", REFERRAL),
    "referral",
    "r1",
    { need: "food", by: "p1", made_at: NOON },
  ],
  ...SITE_CASES,
};

describe("a saved command", () => {
  it.each(Object.entries(CASES))("shows at once: %s", (_type, [pending, table, id, seen]) => {
    const record = overlaid(BOARD, [pending], FORESEEN)[table].get(id);

    if (seen === undefined) expect(record).toBeUndefined();
    else expect(record).toMatchObject(seen);
  });

  it.each(Object.keys(NATURE) as CommandType[])("laid twice shows the same as once: %s", (type) => {
    const [pending] = CASES[type];
    const once = overlaid(BOARD, [pending], FORESEEN);

    expect(overlaid(once, [pending], FORESEEN)).toEqual(once);
  });

  it.each(Object.keys(NATURE) as CommandType[])("about nothing this device has harms nothing: %s", (type) => {
    const [pending] = CASES[type];

    expect(() => overlaid(NO_TABLES, [pending], FORESEEN)).not.toThrow();
  });

  it("leaves the tables it does not touch the very same", () => {
    const after = overlaid(BOARD, [stage("enroute")]);

    expect(after.alarm).toBe(BOARD.alarm);
    expect(BOARD.assignment.get("a1")?.state).toBe("offered");
  });

  it("of a newer app does not stop this one", () => {
    const unknown = { ...stage("enroute"), type: "drone.launch" } as unknown as Pending;

    expect(overlaid(BOARD, [unknown])).toEqual(BOARD);
  });
});

describe("a pause", () => {
  it("after a hard call shows its end, and what is said next has none", () => {
    const resting = command("unit.status", "u1", { status: "decomp" });
    const eating = command("unit.status", "u1", { status: "meal" });

    expect(overlaid(BOARD, [resting]).unit.get("u1")).toMatchObject({ status_until: NOON + 20 * 60_000 });
    expect(overlaid(BOARD, [resting, eating]).unit.get("u1")?.status_until ?? null).toBe(null);
  });

  it("cannot be said away from a call", () => {
    const going = [command("assignment.accept", "a1", TEAM), command("unit.status", "u1", { status: "break" })];

    expect(overlaid(BOARD, going).unit.get("u1")?.status).toBe("assigned");
  });
});

describe("an outcome", () => {
  it("marks its assignment as written", () => {
    const { assignment } = overlaid(BOARD, [command("encounter.record", "e1", ENCOUNTER)]);

    expect(assignment.get("a1")?.outcome).toBe("saved");
  });

  it("of a partner is added to, never replaced", () => {
    const theirs = { ...ENCOUNTER, id: "e0", by: "p2", additions: [], answers: { contact_result: "gone" } };
    const mine = command("encounter.record", "e1", { ...ENCOUNTER, answers: { contact_result: "no_access" } });

    const { encounter } = overlaid(tables(["encounter", theirs]), [mine, mine]);

    expect([...encounter.keys()]).toEqual(["e0"]);
    expect(encounter.get("e0")).toMatchObject({ answers: theirs.answers, additions: [{ by: "p1" }] });
    expect(encounter.get("e0")?.additions).toHaveLength(1);
  });

  it("that says more of the person, or adds a note, is there although its answers are the same", () => {
    const about = { language: { how: "asked", answer: "es" } } as const;
    const first = command("encounter.record", "e1", ENCOUNTER);
    const more = [{ demographics: about }, { note: "Knows the shelter." }, { presenting: ["grief"] as const }];
    const later = more.map((said, i) => command("encounter.record", `e${i + 2}`, { ...ENCOUNTER, ...said }));

    const { encounter } = overlaid(BOARD, [first, ...later, ...later]);

    expect(encounter.get("e1")?.additions).toMatchObject(more);
  });
});
