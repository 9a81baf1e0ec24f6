import { afterEach, describe, expect, it } from "vitest";
import { FIRST } from "../../src/screens/desk/editions/rules";
import type { Call } from "../../src/schema";
import { alarmWords, lookOf } from "../../src/screens/desk/board/alarms";
import { news, sayings } from "../../src/screens/desk/board/speech";
import type { Desk } from "../../src/screens/desk/board/use";
import { boardOf, openAlarms, standings } from "../../src/screens/desk/rules/board";
import { mayPassTo, openHandovers, takenAgo } from "../../src/screens/desk/rules/handovers";
import { handedWords } from "../../src/screens/desk/sheets/handover";
import { happened } from "../../src/screens/desk/sheets/timeline";
import { CALLS } from "../../src/sync/later/desk/calls";
import { overlaid, type Pending } from "../../src/sync/overlay";
import { NO_TABLES } from "../../src/sync/replica";
import { clock } from "../../src/text/times";
import { language } from "../../src/text/words";
import { aCall, anAlarm, MINUTE, NOON } from "./rows";

afterEach(() => {
  language.value = "en";
});

const open = { id: "h1", to: "ems", begun_at: NOON, taken_at: null } as const;
const taken = { id: "h2", to: "l988", begun_at: NOON, taken_at: NOON + 2 * MINUTE } as const;
const CALL = aCall({
  id: "call-1",
  number: "0241",
  place: "Northgate",
  priority: "P1",
  handovers: [open, taken],
  taken_by: { h2: "Dana" },
});

const deskOf = (call: Call): Desk => {
  const calls = new Map([[call.id, call]]);
  const rows: Partial<Desk> = {
    now: NOON + MINUTE,
    calls,
    units: new Map(),
    alarms: openAlarms([], calls),
    standing: new Map(),
    board: boardOf(standings(calls.values(), []), NOON),
    edition: FIRST,
  };
  return rows as Desk;
};

describe("a call that was passed on", () => {
  it("stands among the alarms until somebody there has it, also when it is closed", () => {
    const closed = aCall({ id: "call-2", status: "closed", closed_at: NOON, handovers: [{ ...open, id: "h3" }] });

    expect(openHandovers([CALL, closed]).map(({ id, kind, call_id }) => [id, kind, call_id])).toEqual([
      ["h1", "handover", "call-1"],
      ["h3", "handover", "call-2"],
    ]);
    expect(openHandovers([aCall({ id: "old" })])).toEqual([]);
  });

  it("stands where an offer nobody answered would: by priority, the oldest first", () => {
    const later = { ...open, id: "h4", to: "police", begun_at: NOON + MINUTE } as const;
    const calls = new Map([
      ["call-1", { ...CALL, handovers: [later, open] }],
      ["call-3", aCall({ id: "call-3", priority: "P3" })],
    ]);
    const alarms = [
      anAlarm({ id: "asked", call_id: "call-3", raised_at: NOON - MINUTE }),
      anAlarm({ id: "went", kind: "self_initiated", call_id: "call-1" }),
    ];

    expect(openAlarms(alarms, calls).map(({ id }) => id)).toEqual(["h1", "h4", "asked", "went"]);
  });

  it("looks grave where a life may be at risk", () => {
    const looks = (["P0", "P1", "P2"] as const).map((priority) =>
      openHandovers([CALL]).map((alarm) => lookOf(alarm, { ...CALL, priority })),
    );

    expect(looks).toEqual([["grave"], ["grave"], ["bad"]]);
  });

  it("says who does not have it, and is said aloud when it comes up", () => {
    const desk = deskOf(CALL);
    const [alarm] = desk.alarms;

    expect(alarm && alarmWords(alarm, desk)).toEqual({
      strong: "Ambulance: nobody there has it yet",
      rest: "0241 · Northgate",
    });
    const before = sayings(deskOf({ ...CALL, handovers: [taken] }), null);
    expect(news(before.alarms, sayings(desk, null).alarms)).toEqual([
      "Ambulance: nobody there has it yet. 0241 · Northgate. F1 to take it.",
    ]);
  });

  it("says in one line where it went and who took it, in both languages", () => {
    const [at, later] = [NOON, NOON + 2 * MINUTE].map(clock);

    expect([open, taken].map((it) => handedWords(CALL, it))).toEqual([
      `Passed to the ambulance at ${at} · nobody there has it yet`,
      `Passed to 988 at ${at} · Dana took it at ${later}`,
    ]);
    language.value = "es";
    expect(handedWords(CALL, taken)).toBe(`Pasada al 988 a las ${at} · Dana la tomó a las ${later}`);
  });

  it("has both in its times", () => {
    const standing = { call: CALL, assignments: [] };

    expect(happened(standing, { units: new Map(), now: NOON, consults: [] }).map(({ what }) => what)).toEqual([
      "call came in",
      "written down",
      "passed to the ambulance",
      "passed to 988",
      "988: Dana took it",
    ]);
  });

  it("is passed on anywhere but where nobody has it yet", () => {
    expect(mayPassTo(CALL)).toEqual(["l988", "l211", "psap911", "police"]);
  });

  it("was not taken before it was passed on", () => {
    expect(takenAgo(open, NOON + 6 * MINUTE)).toEqual([0, 2, 5]);
    expect(takenAgo(open, NOON)).toEqual([0]);
  });
});

describe("a call that another service gave us", () => {
  const given = { id: "call-1", to: "l988", way: "from", begun_at: NOON, taken_at: null } as const;
  const call = { ...CALL, handovers: [given, open], taken_by: {} };
  const known = { ...call, handovers: [{ ...given, taken_at: NOON }], taken_by: { "call-1": "Dana" } };

  it("stands behind those that nobody has yet, until it is noted who gave it", () => {
    const desk = deskOf(call);
    const last = desk.alarms.at(-1);

    expect(desk.alarms.map(({ kind }) => kind)).toEqual(["handover", "given"]);
    expect(last && alarmWords(last, desk).strong).toBe("988 gave us a call: note who it was");
    expect(openHandovers([known])).toEqual([]);
  });

  it("may be passed back to it, and says in one line who gave it", () => {
    expect(mayPassTo({ ...CALL, handovers: [given] })).toContain("l988");
    expect([call, known].map((it) => handedWords(it, it.handovers[0] ?? given))).toEqual([
      "988 gave us this call · who it was is not noted yet",
      `988 gave us this call · Dana at ${clock(NOON)}`,
    ]);
  });

  it("has in its times when that was, and not that it was passed on", () => {
    const words = happened({ call: known, assignments: [] }, { units: new Map(), now: NOON, consults: [] }).map(
      ({ what }) => what,
    );

    expect(words).toEqual(["call came in", "written down", "988: Dana gave it to us"]);
  });
});

describe("what this desk said itself", () => {
  const said = (type: string, args: object, id: string = type): Pending =>
    ({ id, type, entity: "call-1", args, at: NOON, skew_ms: 500, person: "p1", name: "Ana" }) as Pending;
  const laid = (call: Call, ...commands: readonly Pending[]) =>
    overlaid({ ...NO_TABLES, call: new Map([[call.id, call]]) }, commands, CALLS).call.get("call-1");

  it("is passed on at once, and once, however often it is laid over the server's rows", () => {
    const bare = aCall({ id: "call-1" });
    const again = said("call.hand_over", { to: "ems" }, "other");
    const first = said("call.hand_over", { to: "ems" });

    expect(laid(bare, first, first, again)?.handovers).toEqual([
      { id: "call.hand_over", to: "ems", way: "to", begun_at: NOON, taken_at: null },
    ]);
    expect(laid(bare, said("call.close", { triage_result: "transfer_988" }))?.handovers?.[0]?.to).toBe("l988");
    expect(laid(CALL, said("call.close", { triage_result: "transfer_988" }))?.handovers).toEqual([open, taken]);
    expect(laid(CALL, said("call.hand_over", { to: "l988" }))?.handovers).toHaveLength(3);
  });

  it("takes it off the strip, with the time that this computer's clock meant", () => {
    const has = said("call.taken_over", { to: "ems", name: "Sam", at: NOON - MINUTE, handover: "h1" });

    expect(laid(CALL, has, has)).toMatchObject({
      handovers: [{ ...open, taken_at: NOON - MINUTE + 500 }, taken],
      taken_by: { h1: "Sam", h2: "Dana" },
    });
  });
});
