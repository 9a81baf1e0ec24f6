import { describe, expect, it } from "vitest";
import type { Backup } from "../../src/schema";
import { backupWords } from "../../src/screens/desk/backup/line";
import { askedBackups, backupsOf } from "../../src/screens/desk/backup/rules";
import { alarmWords, lookOf } from "../../src/screens/desk/board/alarms";
import type { Desk } from "../../src/screens/desk/board/use";
import { openAlarms, standings } from "../../src/screens/desk/rules/board";
import { clock } from "../../src/text/times";
import { aCall, anAlarm, anAssignment, aUnit, MINUTE, NOON } from "./rows";

const HERON = aUnit("heron", []);
const CALL = aCall({ id: "call-1", number: "0231", place: "7 Example Row" });
const WITH = anAssignment({ id: "a1", unit_id: "heron", state: "contact" });
const ASKED: Backup = {
  ...{ id: "b1", call_id: "call-1", unit_id: "heron", by: "p1", name: "Ana" },
  ...{ kind: "ems", reason: "medical", asked_by: "person", asked_at: NOON, received_at: NOON, lights: "unknown" },
  ...{ answered_at: null, due_at: null, coming_id: null, refusal: null, ended_at: null, outcome: null, version: 1 },
} as const;

const deskOf = (backups: readonly Backup[]): Desk => {
  const calls = new Map([[CALL.id, CALL]]);
  const all = standings(calls.values(), [WITH]);
  const missed = { ...WITH, id: "a2", check_step: "supervisor", check_due_at: NOON } as const;
  const alarms = openAlarms([anAlarm({ id: "x", kind: "phone_them" })], calls, [WITH, missed], [], backups);
  const units = new Map([HERON, aUnit("wren", [])].map((unit) => [unit.id, unit]));
  const rows: Partial<Desk> = {
    ...{ now: NOON, calls, units, alarms },
    standing: new Map(all.map((standing) => [standing.call.id, standing])),
  };
  return rows as Desk;
};

describe("backup on the alarm strip", () => {
  it("stands above everything but help, with who, what and why, until it is answered or over", () => {
    const desk = deskOf([ASKED]);
    const [first] = desk.alarms;
    expect(first === undefined ? null : [alarmWords(first, desk).strong, lookOf(first, CALL)]).toEqual([
      "Backup — Heron: Ambulance, medical",
      "worst",
    ]);
    expect(askedBackups([{ ...ASKED, answered_at: NOON }])).toEqual([]);
    expect(askedBackups([{ ...ASKED, ended_at: NOON }])).toEqual([]);
  });
});

describe("backup on its call", () => {
  it("says how it stands, until an hour after it is over", () => {
    const desk = deskOf([]);
    const told = (backup: Partial<Backup>) => backupWords({ ...ASKED, ...backup }, desk);
    const asked = `Heron asked for ambulance at ${clock(NOON)}: medical`;
    expect(told({})).toBe(`${asked} · not answered`);
    expect(told({ answered_at: NOON, due_at: NOON + 9 * MINUTE })).toBe(
      `${asked} · coming, there by ${clock(NOON + 9 * MINUTE)}`,
    );
    expect(told({ answered_at: NOON, coming_id: "wren" })).toBe(`${asked} · coming (Wren)`);
    expect(told({ answered_at: NOON, refusal: "nobody_free" })).toBe(`${asked} · nobody comes, nobody is free`);
    const over = { ...ASKED, ended_at: NOON, outcome: "arrived" } as const;
    expect(backupsOf(CALL, [over], NOON + 59 * MINUTE)).toEqual([over]);
    expect(backupsOf(CALL, [over], NOON + 60 * MINUTE)).toEqual([]);
  });
});
