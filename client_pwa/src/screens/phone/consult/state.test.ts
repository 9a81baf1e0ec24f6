import { expect, it } from "vitest";
import type { Consult } from "../../../schema";
import { anAssignment, MINUTE, NOON } from "../../../../tests/desk/rows";
import { asksOf, standOf } from "./state";

const ASKED: Consult = {
  ...{ id: "q1", call_id: "call-1", unit_id: "wren", by: "p1", name: "Ana", asked_at: NOON, received_at: NOON },
  ...{ answered_at: null, version: 1 },
};
const TOLD = { id: "t1", by: "p9", name: "Ruth", at: NOON, answer: "stay", note: null } as const;

it("says to phone where no signal carries the question, or nobody answers it for three minutes", () => {
  expect(standOf(ASKED, { isHere: true, now: NOON + 9 * MINUTE })).toBe("here");
  expect(standOf(ASKED, { isHere: false, now: NOON + 3 * MINUTE - 1 })).toBe("sent");
  expect(standOf(ASKED, { isHere: false, now: NOON + 3 * MINUTE })).toBe("unheard");
  expect(standOf({ ...ASKED, answers: [TOLD] }, { isHere: false, now: NOON + 9 * MINUTE })).toBe("told");
});

it("is of the call and the team, the earliest first", () => {
  const mine = anAssignment({ id: "a", unit_id: "wren" });
  const all = [{ ...ASKED, id: "late", asked_at: NOON + 1 }, ASKED, { ...ASKED, id: "theirs", unit_id: "heron" }];

  expect(asksOf(all, mine).map(({ id }) => id)).toEqual(["q1", "late"]);
});
