import { describe, expect, it } from "vitest";
import type { Assignment, Call, Unit } from "../../src/schema";
import { freeSince, mayGo, offerable, type Wanted, whoCouldGo } from "../../src/screens/desk/rules/order";
import { aCall, anAssignment, aUnit, MINUTE, NOON } from "./rows";

const CRISIS: Wanted = { id: "call-1", type_code: "MH_CRISIS", priority: "P2" };

const order = (
  units: readonly Unit[],
  assignments: readonly Assignment[] = [],
  waiting: readonly Call[] = [],
  call = CRISIS,
): readonly string[] => whoCouldGo(call, { units, assignments, waiting }).map((it) => it.unit.id);

describe("who could go", () => {
  it("puts who is ready before who may be asked before who is busy", () => {
    const units = [
      aUnit("otter", ["CLIN", "MEDIC"], { status: "on_scene" }),
      aUnit("sage", ["CLIN", "MEDIC"], { status: "break" }),
      aUnit("wren", []),
    ];

    expect(order(units)).toEqual(["wren", "sage", "otter"]);
  });

  it("puts the better match first, and of equals who has been free longest", () => {
    const units = [
      aUnit("late", ["CRISIS"], { status_at: NOON - MINUTE, shift_started_at: NOON - 90 * MINUTE }),
      aUnit("long", ["CRISIS"], { status_at: NOON - 30 * MINUTE }),
      aUnit("both", ["CLIN", "MEDIC"], { status_at: NOON }),
      aUnit("none", ["NAVI"], { status_at: NOON - 90 * MINUTE }),
    ];

    expect(order(units)).toEqual(["both", "long", "late", "none"]);
  });

  it("counts free time from the end of the last call, not from the last word", () => {
    const unit = aUnit("wren", [], { status_at: NOON - 80 * MINUTE });
    const done = anAssignment({ id: "a", accepted_at: NOON - 40 * MINUTE, ended_at: NOON - 5 * MINUTE });
    const refused = anAssignment({ id: "b", state: "declined", ended_at: NOON });

    expect(freeSince(unit, [done, refused])).toBe(NOON - 5 * MINUTE);
    expect(freeSince(unit, [])).toBe(NOON - 60 * MINUTE);
  });

  it("puts a team that said no to this call behind those that did not, with its no", () => {
    const units = [aUnit("wren", ["CLIN", "MEDIC"]), aUnit("heron", [])];
    const no = anAssignment({ id: "a", state: "declined", decline_reason: "too_far" });

    expect(order(units, [no])).toEqual(["heron", "wren"]);
    expect(whoCouldGo(CRISIS, { units, assignments: [no], waiting: [] })[1]?.said_no).toBe(no);
    expect(order(units, [{ ...no, call_id: "another" }])).toEqual(["wren", "heron"]);
  });

  it("keeps the best team for a more urgent call that waits, and says so", () => {
    const urgent = aCall({ id: "call-0", type_code: "PERSON_DOWN", priority: "P1" });
    const units = [aUnit("medic", ["CLIN", "MEDIC"]), aUnit("other", ["PEER"])];
    const found = whoCouldGo(CRISIS, { units, assignments: [], waiting: [urgent] });

    expect(found.map((it) => [it.unit.id, it.best_for])).toEqual([
      ["other", null],
      ["medic", "call-0"],
    ]);
    const asked = anAssignment({ id: "a", call_id: "call-0", unit_id: "other" });
    expect(whoCouldGo(CRISIS, { units, assignments: [asked], waiting: [urgent] })[0]?.best_for).toBeNull();
  });

  it("leaves out who is asked for this call already, off duty, or out of service", () => {
    const units = [
      aUnit("asked", []),
      aUnit("off", [], { status: "off", shift_id: null }),
      aUnit("oos", [], { status: "oos" }),
      aUnit("decomp", [], { status: "decomp" }),
    ];

    expect(order(units, [anAssignment({ id: "a", unit_id: "asked" })])).toEqual([]);
  });

  it("tells what the team has and lacks of what is wanted", () => {
    const [half] = whoCouldGo(CRISIS, { units: [aUnit("wren", ["MEDIC"])], assignments: [], waiting: [] });

    expect(half).toMatchObject({ match: null, has: ["MEDIC"], lacks: ["CLIN"] });
    const ride: Wanted = { ...CRISIS, type_code: "TRANSPORT_SVC" };
    const [any] = whoCouldGo(ride, { units: [aUnit("wren", [])], assignments: [], waiting: [] });
    expect(any).toMatchObject({ match: 0, has: [], lacks: [] });
  });

  it("lets a team that canvasses be pulled for what is urgent, else only asked", () => {
    const unit = aUnit("wren", [], { status: "avail_area" });

    expect(mayGo(unit, "P2")).toBe("ready");
    expect(mayGo(unit, "P3")).toBe("ask");
  });

  it("offers no call to a team that is on one", () => {
    const units = [aUnit("wren", [], { status: "enroute" }), aUnit("heron", [])];

    expect(offerable(whoCouldGo(CRISIS, { units, assignments: [], waiting: [] })).map((it) => it.unit.id)).toEqual([
      "heron",
    ]);
  });
});
