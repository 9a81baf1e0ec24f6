import { expect, it } from "vitest";
import { reasonsToDo, unknownOf } from "../../src/screens/desk/handing/todo";
import { standings } from "../../src/screens/desk/rules/board";
import { aCall, anAssignment, NOON } from "./rows";

const closed = (id: string, more: object = {}) =>
  aCall({ id, status: "closed", closed_at: NOON, triage_result: "alt_only", ...more });
const ALL = standings(
  [
    closed("to do", { closed_at: NOON - 1 }),
    closed("a team came"),
    closed("by phone", { triage_result: "phone_resolved" }),
    closed("unknown", { not_sent_reason: "unknown" }),
    closed("late", { not_sent_reason: "timed_out" }),
    aCall({ id: "open" }),
  ],
  [anAssignment({ id: "a1", call_id: "a team came", state: "cleared", cleared_at: NOON })],
);

it("has a reason to do for each call closed without a team, unless it was solved by phone", () => {
  expect(reasonsToDo(ALL).map(({ id }) => id)).toEqual(["to do"]);
});

it("counts of how many that were not served nobody knows why", () => {
  expect(unknownOf(ALL)).toEqual({ n: 2, of: 3 });
});
