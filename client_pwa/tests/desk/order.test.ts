import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FIRST } from "../../src/screens/desk/editions/rules";
import { type Assignment, type Call, PRIORITY, type PriorityCode, type Unit } from "../../src/schema";
import {
  type Candidate,
  freeSince,
  lastPlace,
  mayGo,
  offerable,
  type Wanted,
  whoCouldGo,
} from "../../src/screens/desk/rules/order";
import { aCall, anAssignment, aUnit, MINUTE, NOON } from "./rows";

const VECTORS = JSON.parse(readFileSync(new URL("../../../tests/vectors/asking.json", import.meta.url), "utf8")) as {
  readonly cases: readonly { readonly status: Unit["status"]; readonly asked_for: readonly PriorityCode[] }[];
};

const CRISIS: Wanted = {
  id: "call-1",
  type_code: "MH_CRISIS",
  priority: "P2",
  language: null,
  area: "Northgate",
};

const candidates = (
  units: readonly Unit[],
  assignments: readonly Assignment[] = [],
  waiting: readonly Call[] = [],
  call = CRISIS,
  calls: readonly Call[] = [],
): readonly Candidate[] =>
  whoCouldGo(call, {
    units,
    assignments,
    waiting,
    calls: new Map(calls.map((it) => [it.id, it])),
    skills: FIRST.skills,
    now: NOON,
  });

const order = (
  units: readonly Unit[],
  assignments: readonly Assignment[] = [],
  waiting: readonly Call[] = [],
  call = CRISIS,
  calls: readonly Call[] = [],
): readonly string[] => candidates(units, assignments, waiting, call, calls).map((it) => it.unit.id);

describe("who could go", () => {
  it("puts who is ready before who may be asked, who pauses and who is busy", () => {
    const units = [
      aUnit("otter", ["CLIN", "MEDIC"], { status: "on_scene" }),
      aUnit("heron", ["CLIN", "MEDIC"], { status: "break" }),
      aUnit("sage", ["CLIN", "MEDIC"], { status: "meeting" }),
      aUnit("wren", []),
    ];

    expect(order(units)).toEqual(["wren", "sage", "heron", "otter"]);
    expect(offerable(candidates(units)).map((it) => it.unit.id)).toEqual(["wren", "sage"]);
  });

  it.each(VECTORS.cases)("asks a team that is $status as the vectors say", ({ status, asked_for }) => {
    const may = (priority: PriorityCode) => mayGo(aUnit("wren", [], { status }), priority);

    expect(PRIORITY.filter((it) => may(it) === "ready" || may(it) === "ask")).toEqual(asked_for);
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
    expect(candidates(units, [no])[1]?.said_no).toBe(no);
    expect(order(units, [{ ...no, call_id: "another" }])).toEqual(["wren", "heron"]);
  });

  it("keeps the best team for a more urgent call that waits, and says so", () => {
    const urgent = aCall({ id: "call-0", type_code: "PERSON_DOWN", priority: "P1" });
    const units = [aUnit("medic", ["CLIN", "MEDIC"]), aUnit("other", ["PEER"])];
    const found = candidates(units, [], [urgent]);

    expect(found.map((it) => [it.unit.id, it.best_for])).toEqual([
      ["other", null],
      ["medic", "call-0"],
    ]);
    const asked = anAssignment({ id: "a", call_id: "call-0", unit_id: "other" });
    expect(candidates(units, [asked], [urgent])[0]?.best_for).toBeNull();
  });

  it("puts who speaks the language first among those with the skills, and says of each whether it does", () => {
    const speaking = [{ person_id: "p", name: "", skills: [], languages: ["es"] }];
    const units = [
      aUnit("long", ["CLIN", "MEDIC"], { status_at: NOON - 50 * MINUTE }),
      aUnit("speaks", ["CLIN", "MEDIC"], { members: speaking }),
      aUnit("unskilled", [], { members: speaking }),
    ];
    const spanish: Wanted = { ...CRISIS, language: "es" };

    expect(order(units, [], [], spanish)).toEqual(["speaks", "long", "unskilled"]);
    expect(candidates(units, [], [], spanish).map((it) => it.speech?.is_spoken)).toEqual([true, false, true]);
    for (const language of [null, "en"]) {
      expect(candidates(units, [], [], { ...CRISIS, language }).every((it) => it.speech === null)).toBe(true);
    }
  });

  it("then puts who was last in that part of town first, and of those who had fewer calls", () => {
    const calls = [aCall({ id: "here" }), aCall({ id: "there", area: "Harbor" })];
    const units = ["far", "near", "busier", "idle"].map((id) => aUnit(id, ["CLIN", "MEDIC"]));
    const was = (unit_id: string, call_id: string, id = unit_id): Assignment =>
      anAssignment({
        id,
        unit_id,
        call_id,
        state: "cleared",
        accepted_at: NOON - 50 * MINUTE,
        arrived_at: NOON - 40 * MINUTE,
        cleared_at: NOON - 30 * MINUTE,
        ended_at: NOON - 30 * MINUTE,
      });
    const history = [was("far", "there"), was("near", "here"), was("busier", "here"), was("busier", "here", "again")];

    expect(order(units, history, [], CRISIS, calls)).toEqual(["near", "busier", "idle", "far"]);
    expect(candidates(units, history, [], CRISIS, calls).map((it) => [it.near, it.lately])).toEqual([
      ["last", 1],
      ["last", 2],
      [null, 0],
      [null, 1],
    ]);
  });

  it("takes a team that nobody has seen yet to be where it starts from, after one that was seen there", () => {
    const seen = { unit_id: "seen", call_id: "here", state: "cleared", arrived_at: NOON, cleared_at: NOON } as const;
    const units = [
      aUnit("away", [], { base: "Harbor" }),
      aUnit("based", [], { base: "Northgate" }),
      aUnit("seen", [], { base: "Harbor" }),
    ];
    const near = candidates(units, [anAssignment({ id: "a", ...seen })], [], CRISIS, [aCall({ id: "here" })]);

    expect(near.map((it) => [it.unit.id, it.near])).toEqual([
      ["seen", "last"],
      ["based", "base"],
      ["away", null],
    ]);
  });

  it("puts a team that a desk holds for this call first and one held for another behind, while that is open and asked for", () => {
    const soon = { held_until: NOON + 1 };
    const other = aCall({ id: "other" });
    const units = [
      aUnit("busier", [], { held_for: "other", ...soon }),
      aUnit("free", []),
      aUnit("mine", [], { held_for: "call-1", ...soon }),
    ];
    const whom = (calls: readonly Call[]) => order(units, [], [], CRISIS, [aCall({ id: "call-1" }), ...calls]);

    expect(whom([other])).toEqual(["mine", "free", "busier"]);
    expect(whom([{ ...other, closed_at: NOON }])).toEqual(["mine", "busier", "free"]);
    expect(
      order([aUnit("late", [], { held_for: "other", held_until: NOON }), aUnit("ready", [])], [], [], CRISIS, [other]),
    ).toEqual(["late", "ready"]);
  });

  it("does not know where a team is that never arrived, or left with somebody, or was nobody knows where", () => {
    const calls = new Map([
      ["call-1", aCall({ id: "call-1" })],
      ["nowhere", aCall({ id: "nowhere", area: "unknown" })],
    ]);
    const there = anAssignment({ id: "a", arrived_at: NOON - 9 * MINUTE });

    expect(lastPlace([there], calls)).toEqual({ area: "Northgate", at: NOON - 9 * MINUTE });
    expect(lastPlace([there, anAssignment({ id: "b" })], calls)?.area).toBe("Northgate");
    expect(lastPlace([], calls)).toBeNull();
    expect(lastPlace([{ ...there, transport_at: NOON }], calls)).toBeNull();
    expect(lastPlace([{ ...there, call_id: "nowhere" }], calls)).toBeNull();
    expect(lastPlace([{ ...there, call_id: "gone" }], calls)).toBeNull();
  });

  it("leaves out who is asked for this call already or off duty, and shows who is out of service as pausing", () => {
    const units = [
      aUnit("asked", []),
      aUnit("off", [], { status: "off", shift_id: null }),
      aUnit("oos", [], { status: "oos" }),
      aUnit("decomp", [], { status: "decomp" }),
    ];

    expect(order(units, [anAssignment({ id: "a", unit_id: "asked" })])).toEqual(["decomp", "oos"]);
  });

  it("tells what the team has and lacks of what is wanted", () => {
    const [half] = candidates([aUnit("wren", ["MEDIC"])]);

    expect(half).toMatchObject({ match: null, has: ["MEDIC"], lacks: ["CLIN"] });
    const ride: Wanted = { ...CRISIS, type_code: "TRANSPORT_SVC" };
    const [any] = candidates([aUnit("wren", [])], [], [], ride);
    expect(any).toMatchObject({ match: 0, has: [], lacks: [] });
  });

  it("lets a team that canvasses be pulled for what is urgent only", () => {
    const unit = aUnit("wren", [], { status: "avail_area" });

    expect(mayGo(unit, "P2")).toBe("ready");
    expect(mayGo(unit, "P3")).toBe("pause");
  });

  it("offers no call to a team that is on one", () => {
    const units = [aUnit("wren", [], { status: "enroute" }), aUnit("heron", [])];

    expect(offerable(candidates(units)).map((it) => it.unit.id)).toEqual(["heron"]);
  });
});
