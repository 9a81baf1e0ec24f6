import { expect, it } from "vitest";
import { ASSIGNMENT_STATE } from "../../../schema";
import { anAssignment, aUnit, MINUTE, NOON } from "../../../../tests/desk/rows";
import { calledOff } from "./state";

const WREN = aUnit("wren", []);
const ended = (state: (typeof ASSIGNMENT_STATE)[number], id = "a") =>
  anAssignment({ id, state, accepted_at: NOON, ended_at: NOON + MINUTE });

it("tells of what the desk ended, and of nothing that the team ended itself or never had", () => {
  const told = ASSIGNMENT_STATE.filter((state) => calledOff([ended(state)], WREN, ["a"]) !== null);

  expect(told).toEqual(["preempted", "cancelled_enroute", "cancelled_on_scene", "transferred", "reassigned"]);
  expect(calledOff([{ ...ended("reassigned"), accepted_at: null }], WREN, ["a"])).toBeNull();
});

it("tells it where it was shown as under way, and of no other team", () => {
  const it = ended("preempted");

  expect(calledOff([it], WREN, [])).toBeNull();
  expect(calledOff([{ ...it, unit_id: "heron" }], WREN, ["a"])).toBeNull();
});

it("names the call they are asked for instead, as long as it is asked", () => {
  const next = anAssignment({ id: "b", instead_of: "a", call_id: "call-2" });

  expect(calledOff([ended("preempted"), next], WREN, ["a"])?.next?.id).toBe("b");
  expect(calledOff([ended("preempted"), { ...next, state: "expired" }], WREN, ["a"])?.next).toBeNull();
});
