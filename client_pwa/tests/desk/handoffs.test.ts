import { expect, it } from "vitest";
import type { Handoff } from "../../src/schema";
import { alarmWords } from "../../src/screens/desk/board/alarms";
import type { Desk } from "../../src/screens/desk/board/use";
import { linesOf } from "../../src/screens/desk/handing/sheet";
import { lateHandoffs, unreadOf } from "../../src/screens/desk/handing/rules";
import { aUnit, NOON } from "./rows";

const OTTER = aUnit("otter", [], { name: "Otter" });
const CALL = { id: "a1", call_id: "c1", number: "0231" };
const aHandoff = (id: string, more: Partial<Handoff> = {}): Handoff => ({
  ...{ id, unit_id: "otter", shift_id: "s1", by: "p1", name: "Ama", since: 0, made_at: NOON, version: 1 },
  ...more,
});

it("stands on the strip once it lay unread for too long, with what has no owner, until somebody read it", () => {
  const late = aHandoff("h1", { late_at: NOON + 1, calls: [CALL], promised: 2 });
  const [alarm] = lateHandoffs([late, aHandoff("h2")]);
  const rows: Partial<Desk> = {
    ...{ now: NOON, calls: new Map(), units: new Map([[OTTER.id, OTTER]]), standing: new Map() },
  };

  expect(alarm && alarmWords(alarm, rows as Desk)).toEqual({
    strong: "Nobody has read what Otter left",
    rest: "3 things have no owner until somebody does",
  });
  expect(lateHandoffs([{ ...late, read_at: NOON }])).toEqual([]);
  expect(unreadOf([late, aHandoff("h2", { made_at: NOON - 1 })]).map(({ id }) => id)).toEqual(["h2", "h1"]);
});

it("says a line for each thing that goes on", () => {
  const left = aHandoff("h1", {
    ...{ calls: [CALL], logs: [{ ...CALL, number: "0007" }], promised: 1, unsent: 2, held: 1 },
    ...{ hazards: [{ area: "east", key: "weapon" }], notes: ["The van pulls left."] },
  });

  expect(linesOf(left)).toEqual([
    "1 call has no end: 0231",
    "1 log to write: 0007",
    "1 referral promised for tonight",
    "Heard: weapon, east",
    "2 not sent from their phones yet",
    "1 record waits for a supervisor",
    "“The van pulls left.”",
  ]);
});
