import { describe, expect, it } from "vitest";
import type { Roll } from "../../src/schema";
import { alarmWords } from "../../src/screens/desk/board/alarms";
import type { Desk } from "../../src/screens/desk/board/use";
import { missedRolls, openRoll } from "../../src/screens/desk/helping/rolls";
import { openAlarms } from "../../src/screens/desk/rules/board";
import { askedOf } from "../../src/screens/phone/danger/roll";
import { aUnit, NOON } from "./rows";

const aRoll = (unit_id: string, more: Partial<Roll> = {}): Roll => ({
  ...{ id: `r1 ${unit_id}`, roll_id: "r1", unit_id, why: "danger", called_at: NOON, asked_at: NOON },
  ...{ answered_at: null, ended_at: null, step: null, no_link: false, version: 1 },
  ...more,
});

const LATE = aRoll("wren", { step: "missed" });
const SILENT = aRoll("otter", { step: "supervisor", no_link: true });
const FINE = aRoll("heron", { answered_at: NOON });

describe("a roll-call", () => {
  it("stands on the strip once for all who do not answer, the longest first, and says so anew when that changes", () => {
    const [one, ...others] = missedRolls([FINE, LATE, SILENT]);
    const units = new Map(["wren", "otter"].map((id) => [id, aUnit(id, [])]));
    const rows: Partial<Desk> = { calls: new Map(), units, standing: new Map() };
    const words = one && alarmWords(one, rows as Desk);

    expect(others).toEqual([]);
    expect(words).toEqual({ strong: "No answer to “Are you OK?” — Otter and Wren", rest: "Danger where teams are" });
    expect(missedRolls([FINE, SILENT])[0]?.id).not.toBe(one?.id);
    expect(openAlarms([], new Map(), [], [], [], [LATE]).map(({ kind }) => kind)).toEqual(["roll"]);
  });

  it("is no alarm while there is time, when everybody answered, or once it is over", () => {
    expect(missedRolls([FINE, aRoll("wren")])).toEqual([]);
    expect(missedRolls([{ ...SILENT, ended_at: NOON }])).toEqual([]);
    expect(openRoll([{ ...SILENT, ended_at: NOON }])).toBeUndefined();
    expect(openRoll([LATE, FINE])?.teams.map((it) => it.unit_id)).toEqual(["wren", "heron"]);
  });

  it("asks a team until it answers, and no other team's phone", () => {
    const wren = aUnit("wren", []);

    expect(askedOf([LATE, SILENT], wren)).toBe(LATE);
    expect(
      askedOf(
        [
          { ...LATE, answered_at: NOON },
          { ...SILENT, ended_at: NOON },
        ],
        wren,
      ),
    ).toBeUndefined();
    expect(askedOf([LATE], null)).toBeUndefined();
  });
});
