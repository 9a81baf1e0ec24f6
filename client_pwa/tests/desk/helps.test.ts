import { describe, expect, it } from "vitest";
import type { Help } from "../../src/schema";
import { alarmWords, lookOf } from "../../src/screens/desk/board/alarms";
import type { Desk } from "../../src/screens/desk/board/use";
import { openAlarms, standings } from "../../src/screens/desk/rules/board";
import { aCall, anAlarm, anAssignment, aUnit, NOON } from "./rows";

const OTTER = aUnit("otter", []);
const CALL = aCall({ id: "call-1", number: "0234", place: "7 Example Row" });
const ON_IT = anAssignment({ id: "a1", call_id: "call-1", unit_id: "otter", state: "contact" });
const aHelp = (more: Partial<Help> = {}): Help => ({
  ...{ id: "h1", unit_id: "otter", by: "p1", name: "Ama", raised_at: NOON, received_at: NOON },
  ...{ taken_at: null, ended_at: null, ending: null, version: 1 },
  ...more,
});

const deskOf = (help: Help, assignments = [ON_IT]): Desk => {
  const calls = new Map([[CALL.id, CALL]]);
  const all = standings(calls.values(), assignments);
  const rows: Partial<Desk> = {
    ...{ now: NOON, calls, units: new Map([[OTTER.id, OTTER]]) },
    alarms: openAlarms([], calls, assignments, [help]),
    standing: new Map(all.map((standing) => [standing.call.id, standing])),
  };
  return rows as Desk;
};

const words = (help: Help, assignments = [ON_IT]) => {
  const desk = deskOf(help, assignments);
  const [alarm] = desk.alarms;
  return alarm && { ...alarmWords(alarm, desk), look: lookOf(alarm, undefined) };
};

describe("somebody who calls for help", () => {
  it("stands before everything else, until somebody has it and not only until it is over", () => {
    const others = [anAlarm({ id: "x1", raised_at: NOON - 1 })];
    const missed = [anAssignment({ id: "a2", check_step: "supervisor", check_due_at: NOON - 9 })];
    const strip = (help: Help) => openAlarms(others, new Map(), missed, [help]).map(({ kind }) => kind);

    expect(strip(aHelp())[0]).toBe("help");
    expect(strip(aHelp({ ended_at: NOON, ending: "safe" }))[0]).toBe("help");
    expect(strip(aHelp({ taken_at: NOON }))).not.toContain("help");
  });

  it("is named with the team, the call and the place", () => {
    expect(words(aHelp())).toEqual({
      strong: "Help — Ama, Otter",
      rest: "0234 · 7 Example Row",
      look: "worst",
    });
    expect(words(aHelp({ unit_id: null, name: "" }), [])).toMatchObject({ rest: "on no call" });
  });

  it("says how late it came, and that somebody took it back", () => {
    expect(words(aHelp({ received_at: NOON + 3_600_000 }))?.rest).toContain("there was no signal");
    expect(words(aHelp({ received_at: NOON + 30_000 }))?.rest).not.toContain("signal");
    expect(words(aHelp({ ended_at: NOON, ending: "mistake" }))?.rest).toContain("Pressed by mistake");
  });
});
