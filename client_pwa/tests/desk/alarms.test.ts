import { describe, expect, it } from "vitest";
import { lookOf } from "../../src/screens/desk/board/alarms";
import { openAlarms } from "../../src/screens/desk/rules/board";
import { aCall, anAlarm, anAssignment, NOON } from "./rows";

const URGENT = aCall({ id: "call-1", priority: "P1" });
const LESS = aCall({ id: "call-2", priority: "P2" });
const HELP = {
  ...{ id: "h1", unit_id: "otter", by: "p1", name: "Ama", raised_at: NOON, received_at: NOON },
  ...{ taken_at: null, ended_at: null, ending: null, version: 1 },
};

describe("the weight of an alarm", () => {
  it("is full for a call for help alone, so that it is seen first among others that are bad", () => {
    const silent = anAssignment({ id: "a2", check_step: "supervisor", check_due_at: NOON });
    const strip = openAlarms(
      [anAlarm({ id: "x1", kind: "phone_them", call_id: URGENT.id }), anAlarm({ id: "x2", call_id: LESS.id })],
      new Map([URGENT, LESS].map((call) => [call.id, call])),
      [silent],
      [HELP],
    );

    const looks = strip.map((alarm) =>
      lookOf(
        alarm,
        [URGENT, LESS].find(({ id }) => id === alarm.call_id),
      ),
    );

    expect(looks.sort()).toEqual(["bad", "grave", "grave", "worst"]);
  });
});
