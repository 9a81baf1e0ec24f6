import { expect, it } from "vitest";
import { aUnit, NOON } from "../../../../tests/desk/rows";
import type { Handoff } from "../../../schema";
import { onScreen, toDo, toRead } from "./state";

const WREN = aUnit("wren", []);
const aHandoff = (id: string, more: Partial<Handoff> = {}): Handoff => ({
  ...{ id, unit_id: "wren", shift_id: "s1", by: "p1", name: "Ama", since: 0, made_at: NOON, version: 1 },
  ...more,
});

it("asks for the oldest that nobody of this team has read, then shows the newest that was", () => {
  const all = [aHandoff("b", { made_at: NOON + 1 }), aHandoff("a"), aHandoff("c", { unit_id: "otter", made_at: 0 })];
  const read = all.map((each) => ({ ...each, read_at: NOON }));

  expect(toRead(all, WREN)?.id).toBe("a");
  expect(toRead(read, WREN)).toBeNull();
  expect(onScreen(read, WREN)?.id).toBe("b");
  expect(onScreen([], WREN)).toBeNull();
});

it("counts what somebody still has to see to", () => {
  const left = (id: string) => ({ id, call_id: id, number: "0001" });
  const handoff = aHandoff("a", { calls: [left("1")], logs: [left("2")], referrals: [left("3"), left("4")] });

  expect(toDo(handoff)).toBe(4);
  expect(toDo({ ...handoff, done: ["3"] })).toBe(3);
});
