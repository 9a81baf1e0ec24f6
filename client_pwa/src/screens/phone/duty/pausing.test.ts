import { describe, expect, it } from "vitest";
import { aCall, anAssignment, aUnit, MINUTE, NOON } from "../../../../tests/desk/rows";
import type { Call, Encounter, Unit } from "../../../schema";
import { askedOf, GROUPS, hardCall, isHard } from "./pausing";

const AT_RISK = aCall({ id: "call-1", priority: "P1" });
const CLEARED = anAssignment({ id: "a", state: "cleared", accepted_at: NOON, cleared_at: NOON });

const offered = (minutes: number, unit: Partial<Unit> = {}, call: Call = AT_RISK): string | undefined =>
  hardCall(aUnit("wren", [], { status_at: NOON, ...unit }), {
    assignments: [CLEARED],
    calls: new Map([[call.id, call]]),
    encounters: [],
    now: NOON + minutes * MINUTE,
  })?.id;

describe("time after a hard call", () => {
  it("is offered for an hour, until the team says how it is", () => {
    expect(offered(0)).toBe("a");
    expect(offered(59)).toBe("a");
    expect(offered(60)).toBeUndefined();
    expect(offered(5, { status: "decomp" })).toBeUndefined();
    expect(offered(25, { status_at: NOON + 20 * MINUTE })).toBeUndefined();
    expect(offered(0, {}, { ...AT_RISK, priority: "P3" })).toBeUndefined();
  });

  it("follows a life at risk, violence, a death, and a team that was not safe", () => {
    const quiet = aCall({ id: "c", priority: "P3", type_code: "WELFARE" });
    const said = (answers: object): Pick<Encounter, "answers"> => ({ answers: answers as Encounter["answers"] });

    expect(isHard(quiet, said({ contact_result: "contact_made", team_safe: true }))).toBe(false);
    expect(isHard({ ...quiet, type_code: "GRIEF_TRAUMA" }, undefined)).toBe(true);
    expect(isHard({ ...quiet, screening: { violence_now: "yes" } }, undefined)).toBe(true);
    expect(isHard(quiet, said({ contact_result: "deceased" }))).toBe(true);
    expect(isHard(quiet, said({ contact_result: "contact_made", team_safe: false }))).toBe(true);
  });

  it("stands among what a team may say, each under what it is asked then", () => {
    for (const { asked, own } of GROUPS) {
      for (const status of own) expect(askedOf({ status })).toBe(asked);
    }
    expect(askedOf({ status: "available" })).toBeNull();
    expect(askedOf({ status: "on_scene" })).toBeNull();
  });
});
