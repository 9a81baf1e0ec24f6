import { afterEach, describe, expect, it } from "vitest";
import { news, sayings } from "../../src/screens/desk/board/speech";
import { linkWords } from "../../src/screens/desk/board/topbar";
import type { Desk } from "../../src/screens/desk/board/use";
import { whyWords } from "../../src/screens/desk/board/who";
import { boardOf, standings } from "../../src/screens/desk/rules/board";
import { whoCouldGo } from "../../src/screens/desk/rules/order";
import { everybody, readPeople } from "../../src/screens/desk/sheets/people";
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
    own: () => [],
    ...rows,
  } as Desk;
};

describe("the link in words", () => {
  it("is live only while it is", () => {
    expect(linkWords(STATUS, NOON)).toMatchObject({ late: false, strong: "Live" });
    const lost = linkWords({ ...STATUS, live: false, heardAt: NOON - 12_000 }, NOON);
    expect(lost.late).toBe(true);
    expect(lost.strong).toBe("Not live for 12 sec");
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
    const call = { id: "call-1", type_code: "MH_CRISIS", priority: "P2" } as const;
    const no = anAssignment({ id: "a", state: "declined", decline_reason: "too_far" });
    const [it] = whoCouldGo(call, { units: [aUnit("wren", ["MEDIC"])], assignments: [no], waiting: [] });
    if (it === undefined) throw new Error("nobody could go");
    const known = { calls: new Map(), withCall: new Map(), now: NOON };

    expect(whyWords(it, known)).toBe("Ready for 20 min. Medic, no clinician. Could not: too far.");
    language.value = "es";
    expect(whyWords(it, known)).toContain("Listo hace 20 min.");
  });
});

describe("what the board says aloud", () => {
  const calls = new Map([["call-1", aCall({ id: "call-1", number: "0241", place: "Northgate", priority: "P1" })]]);

  it("is only what was not there before", () => {
    const before = sayings(deskOf({}), null);
    const now = sayings(deskOf({ calls, alarms: [anAlarm({ id: "x", call_id: "call-1", unit_id: "wren" })] }), null);

    expect(news(before.polite, now.polite)).toEqual(["New P1, person in distress, no violence, Northgate."]);
    expect(news(before.alarms, now.alarms)).toEqual(["No answer — a team. 0241 · Northgate. F1 to take it."]);
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
