import { afterEach, describe, expect, it } from "vitest";
import { FIRST } from "../../src/screens/desk/editions/rules";
import { alarmWords, lookOf } from "../../src/screens/desk/board/alarms";
import { news, sayings } from "../../src/screens/desk/board/speech";
import { stands } from "../../src/screens/desk/parts/stands";
import { linkWords } from "../../src/screens/desk/board/topbar";
import type { Desk } from "../../src/screens/desk/board/use";
import { whyWords } from "../../src/screens/desk/board/who";
import { USUAL } from "../../src/screens/desk/rules/helps";
import { boardOf, standings } from "../../src/screens/desk/rules/board";
import { whoCouldGo } from "../../src/screens/desk/rules/order";
import { everybody, readPeople } from "../../src/screens/desk/sheets/people";
import type { Alarm, Assignment, Call } from "../../src/schema";
import type { SyncStatus } from "../../src/sync/client";
import { language } from "../../src/text/words";
import { aCall, anAlarm, anAssignment, aUnit, MINUTE, NOON } from "./rows";

afterEach(() => {
  language.value = "en";
});

const STATUS: SyncStatus = {
  kind: "allSent",
  waiting: 0,
  others: 0,
  attention: 0,
  heardAt: NOON - 2000,
  live: true,
  tickAgeS: 1,
  signInNeeded: false,
  upgrade: false,
};

const deskOf = (rows: Partial<Desk>): Desk => {
  const calls = rows.calls ?? new Map();
  const all = standings(calls.values(), rows.assignments?.values() ?? []);
  return {
    now: NOON,
    calls,
    units: new Map(),
    assignments: new Map(),
    alarms: [],
    standing: new Map(all.map((standing) => [standing.call.id, standing])),
    board: boardOf(all, NOON),
    withCall: new Map(),
    askedFor: new Map(),
    policy: USUAL,
    edition: FIRST,
    own: () => [],
    ...rows,
  } as Desk;
};

describe("the link in words", () => {
  it("is live only while it is, and says aloud once that it is not, not each second", () => {
    expect(linkWords(STATUS, NOON)).toMatchObject({ late: false, strong: "Live" });
    const lost = linkWords({ ...STATUS, live: false, heardAt: NOON - 12_000 }, NOON);
    expect(lost.late).toBe(true);
    expect(lost.rest).toContain("for 12 sec");
    expect(linkWords({ ...STATUS, live: false, heardAt: NOON - 13_000 }, NOON).strong).toBe(lost.strong);
  });

  it("connects for five seconds before it says so, and is late all the while", () => {
    const at = (age: number) => linkWords({ ...STATUS, live: false, heardAt: NOON - age }, NOON);

    expect(at(4_999)).toEqual({ late: true, strong: "Connecting…", rest: "" });
    expect(at(5_000)).toMatchObject({ late: true, strong: "Not live" });
  });

  it("says that timers stand still even while live, and asks to sign in before all", () => {
    expect(linkWords({ ...STATUS, tickAgeS: 16 }, NOON)).toMatchObject({
      late: true,
      strong: "Timers are not running",
    });
    expect(linkWords({ ...STATUS, heardAt: null, live: false }, NOON).strong).toBe("Connecting…");
    expect(linkWords({ ...STATUS, signInNeeded: true }, NOON).strong).toBe("Sign in again to go on");
  });
});

describe("why this team", () => {
  it("says state, skills, and what speaks against it, in both languages", () => {
    const call = { id: "call-1", type_code: "MH_CRISIS", priority: "P2", language: "es", area: "Northgate" } as const;
    const no = anAssignment({ id: "a", state: "declined", decline_reason: "too_far" });
    const [it] = whoCouldGo(call, {
      units: [aUnit("wren", ["MEDIC"])],
      assignments: [no],
      waiting: [],
      calls: new Map(),
      skills: FIRST.skills,
      now: NOON,
    });
    if (it === undefined) throw new Error("nobody could go");
    const known = { calls: new Map(), withCall: new Map(), now: NOON };

    expect(whyWords(it, known)).toBe(
      "Ready for 20 min. Medic, no clinician. Nobody speaks Spanish. Place unknown. Could not: too far.",
    );
    const spoken = { speech: { language: "es", is_spoken: true }, last: { area: "Harbor", at: NOON - 9 * MINUTE } };
    expect(whyWords({ ...it, ...spoken, lately: 2 }, known)).toContain(
      "Speaks Spanish. Last in Harbor, 9 min ago. 2 calls lately.",
    );
    expect(whyWords({ ...it, unit: { ...it.unit, base: "Harbor" }, is_held: true }, known)).toContain(
      "Based in Harbor. Held for this call.",
    );
    language.value = "es";
    expect(whyWords(it, known)).toContain("Listo desde hace 20 min.");
  });
});

describe("where a call stands, in a sentence", () => {
  const units = new Map([
    ["wren", aUnit("wren", [])],
    ["kite", aUnit("kite", [])],
  ]);
  const said = (...assignments: readonly Assignment[]) =>
    stands(
      { call: aCall({ id: "call-1", priority: "P2", received_at: NOON - 6 * MINUTE }), assignments },
      { units, now: NOON, edition: FIRST },
    );

  it("says who is asked and how long for, and when to call them instead", () => {
    const offered = anAssignment({ id: "a", offered_at: NOON - 20_000, answer_by: NOON + 90_000 });

    expect(said()).toBe("Nobody is asked yet. Waits 6:00, 1:00 over.");
    expect(said(offered)).toBe("Wren is asked; no phone has answered. Call them.");
    expect(said({ ...offered, offered_at: NOON })).toBe("Wren is asked: 1:30 left to answer.");
    expect(said({ ...offered, version: 0 })).toBe("The offer to Wren is saved at this desk and not sent yet.");
    expect(said({ ...offered, state: "expired" })).toBe("No team has it. Waits 6:00, 1:00 over.");
  });

  it("says who has it and what they do, and whom else the desk asked", () => {
    const there = anAssignment({ id: "a", state: "on_scene", arrived_at: NOON - 3 * MINUTE });
    const other = { ...there, id: "b", unit_id: "kite" };

    expect(said(there)).toBe("Wren has it: arrived, 3 min.");
    expect(said(there, other)).toBe("Wren and Kite have it.");
    expect(said(there, { ...other, self_initiated: true })).toBe("Wren has it: arrived, 3 min. Kite went too.");
    expect(said(there, { ...other, state: "offered", offered_at: NOON, answer_by: NOON + 60_000 })).toBe(
      "Wren has it: arrived, 3 min. Kite is asked: 1:00 left to answer.",
    );
  });
});

describe("an alarm in words", () => {
  const calls = new Map([["call-1", aCall({ id: "call-1", number: "0241", place: "Northgate" })]]);
  const units = new Map([
    ["wren", aUnit("wren", [])],
    ["kite", aUnit("kite", [])],
  ]);
  const late = anAlarm({ id: "x", kind: "too_late", call_id: "call-1", unit_id: "kite" });
  const there = { arrived_at: NOON, state: "on_scene" } as const;

  it("says of a team that came too late who was on it, and where both are", () => {
    const assignments = new Map([
      ["a", anAssignment({ id: "a", unit_id: "wren", ...there })],
      ["b", anAssignment({ id: "b", unit_id: "kite", self_initiated: true, begun: "too_late", ...there })],
    ]);

    expect(alarmWords(late, deskOf({ calls, units, assignments }))).toEqual({
      strong: "Wren was already on it; Kite went too",
      rest: "0241 · Wren arrived · Kite arrived · Northgate",
    });
  });

  it("says whom to phone, by name, and where nobody told a number", () => {
    const people = [
      { person_id: "p1", name: "Ama Osei", phone: "555 0100" },
      { person_id: "p2", name: "Ben Ito", phone: null },
    ];
    const phone = anAlarm({ id: "x", kind: "phone_them", call_id: "call-1", unit_id: "kite", people });

    expect(alarmWords(phone, deskOf({ calls, units }))).toEqual({
      strong: "Phone Kite now: Ama Osei 555 0100 and Ben Ito (no number)",
      rest: "0241 · Northgate",
    });
  });

  it("lists after a gap which calls were offered to nobody, and how much there is to go through", () => {
    const assignments = new Map([["a", anAssignment({ id: "a", call_id: "call-1", state: "expired" })]]);
    const missed = [
      { kind: "assignment.expire", entity: "a", due_at: NOON },
      { kind: "assignment.expire", entity: "of a call that left the desk", due_at: NOON },
      { kind: "held.unattended", entity: "h", due_at: NOON },
    ];
    const gap = anAlarm({ id: "g", kind: "gap", missed, missed_count: 3 });

    expect(alarmWords(gap, deskOf({ calls, units, assignments }))).toEqual({
      strong: "Came due while the system was down",
      rest: "Offer that ran out: 0241 · 3 in all: go through them",
    });
    expect(alarmWords(gap, deskOf({})).rest).toBe("3 in all: go through them");
  });

  it("names the call of which part lies damaged, and only says so where it is another record", () => {
    const damaged = anAlarm({ id: "d", kind: "unreadable", call_id: "call-1" });
    const rest = "It lies damaged on the server. Ask whoever told it, and tell whoever runs the server.";

    expect(alarmWords(damaged, deskOf({ calls }))).toEqual({
      strong: "Part of a record cannot be read",
      rest: `0241 · ${rest}`,
    });
    expect(alarmWords(damaged, deskOf({})).rest).toBe(rest);
  });

  it("says no more than is known once nobody else is there", () => {
    expect(alarmWords(late, deskOf({ calls, units })).strong).toBe("Kite went on an offer that was over");
  });
});

describe("how an alarm looks", () => {
  const look = (kind: Alarm["kind"], priority: Call["priority"]) =>
    lookOf(anAlarm({ id: "x", kind }), aCall({ id: "call-1", priority }));

  it("is heavy where a life may be at risk and nobody goes", () => {
    expect(look("offer_unanswered", "P1")).toBe("grave");
    expect(look("offer_unanswered", "P3")).toBe("bad");
    expect(look("self_initiated", "P1")).toBe("bad");
    expect(look("custody", "P1")).toBe("odd");
    expect(look("unreadable", "P1")).toBe("odd");
  });
});

describe("what the board says aloud", () => {
  const calls = new Map([["call-1", aCall({ id: "call-1", number: "0241", place: "Northgate", priority: "P1" })]]);

  it("is only what was not there before", () => {
    const before = sayings(deskOf({}), null);
    const now = sayings(deskOf({ calls, alarms: [anAlarm({ id: "x", call_id: "call-1", unit_id: "wren" })] }), null);

    expect(news(before.polite, now.polite)).toEqual(["New P1, person in distress, no violence, Northgate."]);
    expect(news(before.alarms, now.alarms)).toEqual([
      "A team did not answer. No other team is free · 0241 · Northgate. F1 to take it.",
    ]);
    expect(news(now.polite, now.polite)).toEqual([]);
  });

  it("names a call that went over its limit", () => {
    const later = sayings(deskOf({ calls, now: NOON + 3 * MINUTE }), null);

    expect([...later.polite.values()]).toContain("0241 is over its limit.");
  });

  it("tells each rung of the open call's offer, and none of another's", () => {
    const assignments = new Map([["a", anAssignment({ id: "a" })]]);
    const desk = deskOf({ calls, assignments, units: new Map([["wren", aUnit("wren", [])]]) });

    expect([...sayings(desk, "call-1").polite.values()]).toContain("Wren: stored.");
    expect([...sayings(desk, null).polite.values()].join()).not.toContain("Wren");
  });
});

describe("the people of a shift", () => {
  const ana = { person_id: "ana", name: "Ana", skills: ["CLIN"] as const };

  it("are those seen on a team, the free ones first, and kept when they go off duty", () => {
    const on = aUnit("wren", [], { members: [ana] });
    const kept = [{ person_id: "ben", name: "Ben", skills: [] }, ana];

    expect(everybody(kept, [on]).map(({ member, on: team }) => [member.name, team])).toEqual([
      ["Ben", null],
      ["Ana", "Wren"],
    ]);
    expect(everybody([ana], [])).toEqual([{ member: ana, on: null }]);
  });

  it("are read with care", () => {
    expect(readPeople([ana, { name: "x" }, null])).toEqual([ana]);
    expect(readPeople("people")).toEqual([]);
  });
});
