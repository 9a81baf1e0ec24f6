import { expect, it } from "vitest";
import type { Backup } from "../../../schema";
import { anAssignment, MINUTE, NOON } from "../../../../tests/desk/rows";
import { isToCall, openFor, standOf } from "./state";

const ASKED: Backup = {
  ...{ id: "b1", call_id: "call-1", unit_id: "wren", by: "p1", name: "Ana" },
  ...{ kind: "ems", reason: "medical", asked_by: "responder", asked_at: NOON, received_at: NOON, lights: "unknown" },
  ...{ answered_at: null, due_at: null, coming_id: null, refusal: null, ended_at: null, outcome: null, version: 1 },
} as const;
const stand = (backup: Partial<Backup>, now: number, known = { isHere: false, isLive: true }) =>
  standOf({ ...ASKED, ...backup }, { ...known, now });

it("says to call where nobody answers, nobody comes, or no signal carries it", () => {
  expect(stand({}, NOON, { isHere: true, isLive: false })).toBe("here");
  expect([stand({}, NOON + 29_999), stand({}, NOON + 30_000)]).toEqual(["sent", "unheard"]);
  expect(stand({ answered_at: NOON, refusal: "nobody_free" }, NOON)).toBe("refused");
  expect((["here", "unheard", "refused", "late"] as const).every(isToCall)).toBe(true);
  expect((["sent", "coming"] as const).some(isToCall)).toBe(false);
});

it("says that they are late two minutes after they were due, and never where nobody knows when", () => {
  const coming = { answered_at: NOON, due_at: NOON + 9 * MINUTE };

  expect([stand(coming, NOON + 10 * MINUTE), stand(coming, NOON + 11 * MINUTE)]).toEqual(["coming", "late"]);
  expect(stand({ answered_at: NOON }, NOON + 60 * MINUTE)).toBe("coming");
});

it("is of the call and the team, and open", () => {
  const mine = anAssignment({ id: "a", unit_id: "wren" });
  const all = [ASKED, { ...ASKED, id: "b2", ended_at: NOON }, { ...ASKED, id: "b3", unit_id: "heron" }];

  expect(openFor(all, mine).map((backup) => backup.id)).toEqual(["b1"]);
});
