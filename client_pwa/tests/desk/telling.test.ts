import { expect, it } from "vitest";
import type { Call, Told } from "../../src/schema";
import { alarmWords } from "../../src/screens/desk/board/alarms";
import type { Desk } from "../../src/screens/desk/board/use";
import { dueBacks, isMoved, lateBy, mayCallBack, owedOf } from "../../src/screens/desk/telling/rules";
import { toldIn, toldWords } from "../../src/screens/desk/telling/words";
import { aCall, anAlarm, anAssignment, MINUTE, NOON } from "./rows";

const COMING: Told = { id: "t1", what: "coming", at: NOON, by: NOON + 20 * MINUTE };
const BACK: Told = { id: "t2", what: "call_back", at: NOON, by: NOON + 30 * MINUTE };

it("stands on the strip from the minute it was promised for until somebody says what came of it, also once closed", () => {
  const call = aCall({ id: "c1", told: [COMING, BACK], closed_at: NOON, place: "the library" });
  const due = (at: number, told = BACK) => dueBacks([{ ...call, told: [COMING, told] }], at).map(({ id }) => id);

  expect(due(NOON + 30 * MINUTE - 1)).toEqual([]);
  expect(due(NOON + 30 * MINUTE)).toEqual(["t2"]);
  expect(due(NOON + 90 * MINUTE, { ...BACK, done_at: NOON + 40 * MINUTE, how: "not_wanted" })).toEqual([]);
});

it("is said on the strip with the time, the number and where it is", () => {
  const call = aCall({ id: "c1", told: [BACK], callback: "303-555-0143", place: "the library" });
  const [alarm] = dueBacks([call], NOON + 60 * MINUTE);
  const desk: Partial<Desk> = { now: NOON, calls: new Map([["c1", call]]), units: new Map(), standing: new Map() };
  const words = alarm && alarmWords(alarm, desk as Desk);

  expect(words?.strong).toBe("Call back now");
  expect(words?.rest).toMatch(/^Promised for \d\d:\d\d · 0238 · 303-555-0143 · the library/);
});

it("counts from the time that was told last, while nobody has come and the call is open", () => {
  const call = aCall({ id: "c1", told: [COMING] });
  const later = { ...COMING, id: "t3", at: NOON + MINUTE, by: NOON + 40 * MINUTE };
  const there = anAssignment({ id: "a", state: "on_scene", arrived_at: NOON });
  const at = NOON + 26 * MINUTE;

  expect(lateBy(call, [], at)).toBe(6 * MINUTE);
  expect(lateBy(call, [anAssignment({ id: "a", state: "enroute" })], at)).toBe(6 * MINUTE);
  expect(lateBy({ ...call, told: [COMING, later, BACK] }, [], at)).toBeNull();
  expect(lateBy(call, [there], at)).toBeNull();
  expect(lateBy({ ...call, closed_at: NOON }, [], at)).toBeNull();
  expect(lateBy({ ...call, told: [COMING, { id: "t4", what: "nobody", at }] }, [], at)).toBeNull();
});

it("offers no call-back where a partner may listen, but on a number that is safe", () => {
  const call = aCall({ id: "c1", screening: { dv: "yes" } });

  expect(mayCallBack(call)).toBe(false);
  expect(mayCallBack({ ...call, callback: "303-555-0143" })).toBe(true);
  expect(mayCallBack(aCall({ id: "c2", screening: { dv: "unknown" } }))).toBe(true);
});

it("says in words what was told and what came of it", () => {
  const done = { ...BACK, done_at: NOON + 31 * MINUTE, how: "left_word" } as const;

  expect(toldWords(COMING)).toMatch(/^Told at \d\d:\d\d: a team comes, by \d\d:\d\d$/);
  expect(toldWords({ id: "t", what: "nobody", at: NOON })).toMatch(/: nobody comes$/);
  expect(toldWords(done)).toMatch(/we call back at \d\d:\d\d · left word, \d\d:\d\d$/);
  expect(toldIn(aCall({ id: "c1", told: [done] })).map(({ at }) => at)).toEqual([NOON, NOON + 31 * MINUTE]);
});

it("is one promise: a new time moves it, the old one stays to be read, and it is kept by either name", () => {
  const moved: Told = { ...BACK, id: "t5", at: NOON + 10 * MINUTE, by: NOON + 60 * MINUTE };
  const call = aCall({ id: "c1", told: [moved, COMING, BACK] });
  const reached = { done_at: NOON + 30 * MINUTE, how: "reached" } as const;
  const after = (of: Told) => ({ told: (call.told ?? []).map((it) => (it === of ? { ...it, ...reached } : it)) });

  expect([owedOf(call)?.id, isMoved(BACK, call), isMoved(moved, call)]).toEqual(["t5", true, false]);
  expect(dueBacks([call], NOON + 31 * MINUTE)).toEqual([]);
  expect(dueBacks([call], NOON + 60 * MINUTE).map(({ id }) => id)).toEqual(["t5"]);
  expect([owedOf(after(moved)), owedOf(after(BACK))]).toEqual([undefined, undefined]);
});

it("stands on the strip at once where it was promised though a partner may hear it", () => {
  const call = aCall({ id: "c1", told: [{ ...BACK, unsafe: true }], place: "the library" });
  const [alarm] = dueBacks([call], NOON);
  const desk: Partial<Desk> = { now: NOON, calls: new Map([["c1", call]]), units: new Map(), standing: new Map() };

  expect(alarm && alarmWords(alarm, desk as Desk).strong).toBe("Promised, but a partner may be listening");
});

it("is among what came due while nobody was there, unless it was seen to since", () => {
  const call = aCall({ id: "c1", number: "0238", told: [BACK] });
  const missed = [{ kind: "call.back_due", entity: "c1", due_at: NOON }];
  const alarm = anAlarm({ id: "gap", kind: "gap", missed, missed_count: 1 });
  const restOf = (of: Call) =>
    alarmWords(alarm, {
      calls: new Map([["c1", of]]),
      assignments: new Map(),
      units: new Map(),
      standing: new Map(),
    } as Partial<Desk> as Desk).rest;

  expect(restOf(call)).toContain("1 caller to call back: 0238");
  expect(restOf({ ...call, told: [{ ...BACK, done_at: NOON, how: "reached" }] })).not.toContain("call back");
});
