import { describe, expect, it } from "vitest";
import { ASSIGNMENT_STATE } from "../../src/schema";
import { FIRST } from "../../src/screens/desk/editions/rules";
import { age } from "../../src/screens/desk/rules/age";
import { boardOf, closing, endings, inOrder, isOpen, openAlarms, standings } from "../../src/screens/desk/rules/board";
import { ageWords } from "../../src/screens/desk/parts/agebar";
import { aCall, anAlarm, anAssignment, MINUTE, NOON } from "./rows";

const call = (priority: "P1" | "P2" | "P3" | "P4", waited: number) =>
  aCall({ id: `${priority}-${waited}`, priority, received_at: NOON - waited });

describe("the age of a call", () => {
  it("says what is left, where the limit stands, and that P1 is never calm", () => {
    expect(age(call("P1", 30_000), NOON, FIRST)).toEqual({
      waited_ms: 30_000,
      left_ms: 90_000,
      part: 30 / 144,
      tick: 120 / 144,
      look: "soon",
    });
  });

  it("fills the bar and moves the mark once it is over", () => {
    const over = age(call("P2", 10 * MINUTE), NOON, FIRST);

    expect(over).toMatchObject({ left_ms: -5 * MINUTE, part: 1, tick: 0.5, look: "over" });
  });

  it("is calm, then soon, then over", () => {
    const looks = [3, 4, 6].map((minutes) => age(call("P2", minutes * MINUTE), NOON, FIRST).look);

    expect(looks).toEqual(["calm", "soon", "over"]);
  });

  it("knows no limit for what is by appointment, and no time before the call", () => {
    expect(age(call("P4", MINUTE), NOON, FIRST)).toMatchObject({ left_ms: null, tick: null, look: "calm" });
    expect(age(call("P2", -MINUTE), NOON, FIRST).waited_ms).toBe(0);
  });

  it("tells seconds while they matter", () => {
    const words = (waited: number) => ageWords(age(call("P2", waited), NOON, FIRST)).join(" · ");

    expect(words(34_000)).toBe("0:34 · 4:26 left");
    expect(words(370_000)).toBe("6:10 · 1:10 over");
    expect(words(33 * MINUTE)).toBe("33 min · 28 over");
    expect(ageWords(age(call("P4", 95 * MINUTE), NOON, FIRST))).toEqual(["95 min", ""]);
  });
});

describe("the board", () => {
  const at = (state: (typeof ASSIGNMENT_STATE)[number], id = "call-1") =>
    anAssignment({ id: `${id}-${state}`, call_id: id, state });

  it("orders by priority, then by who waits longest", () => {
    const calls = [call("P3", 9), call("P2", 1), call("P1", 1), call("P2", 7)];

    expect(boardOf(standings(calls, []), NOON).waiting.map(({ call: each }) => each.id)).toEqual([
      "P1-1",
      "P2-7",
      "P2-1",
      "P3-9",
    ]);
  });

  it.each([
    [[], "waiting"],
    [["offered"], "waiting"],
    [["declined", "expired"], "waiting"],
    [["offered", "accepted"], "with_teams"],
    [["contact"], "with_teams"],
    [["cancelled_enroute"], "waiting"],
    [["cleared"], "closed"],
    [["cleared", "offered"], "waiting"],
    [["cleared", "enroute"], "with_teams"],
  ] as const)("with assignments %j a call stands under %s", (states, place) => {
    const board = boardOf(
      standings(
        [aCall({ id: "call-1" })],
        states.map((state) => at(state)),
      ),
      NOON,
    );

    expect(board[place].map(({ call: each }) => each.id)).toEqual(["call-1"]);
    expect(inOrder(board)).toHaveLength(1);
  });

  it("closes a call without a team only with a reason, and never while a team is asked", () => {
    const how = (...assignments: readonly ReturnType<typeof at>[]) =>
      closing({ call: aCall({ id: "call-1" }), assignments });

    expect(how()).toBe("needs_reason");
    expect(how(at("declined"), at("cancelled_enroute"))).toBe("needs_reason");
    expect(how(at("offered"))).toBe("team_open");
    expect(how({ ...at("transferred"), arrived_at: NOON })).toBe("ready");
    expect(how(at("cleared"))).toBe("closed");
  });

  it("knows how each open assignment may end, and that an ended one may not", () => {
    for (const state of ASSIGNMENT_STATE) {
      expect(endings({ state }).length > 0).toBe(isOpen(at(state)));
    }
    expect(endings({ state: "offered" })).toEqual(["withdrawn"]);
  });

  it("shows alarms that nobody took, the worst first", () => {
    const calls = new Map([call("P1", 1), call("P3", 1)].map((each) => [each.id, each]));
    const alarms = [
      anAlarm({ id: "taken", resolved_at: NOON }),
      anAlarm({ id: "odd", kind: "id_reuse", raised_at: NOON - 9 }),
      anAlarm({ id: "later", call_id: "P3-1" }),
      anAlarm({ id: "went", kind: "self_initiated" }),
      anAlarm({ id: "first", call_id: "P1-1" }),
    ];

    expect(openAlarms(alarms, calls).map(({ id }) => id)).toEqual(["first", "later", "went", "odd"]);
  });
});
