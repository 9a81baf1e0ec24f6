import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Assignment } from "../../schema";
import { overlaid, type Pending } from "../overlay";
import { NO_TABLES, tabulate, turn } from "../replica";
import { CHECK_INS, checkDue, type Setting } from "./checkins";

const MINUTE = 60_000;
const NOON = 1_790_000_000_000;

interface Case {
  readonly stages: Readonly<Record<string, number>>;
  readonly checked: number | null;
  readonly home: boolean;
  readonly alone: boolean;
  readonly due: number | null;
}

const VECTORS: { readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL("../../../../tests/vectors/checkins.json", import.meta.url), "utf8"),
);

const TIME_OF: Readonly<Record<string, string>> = {
  ...{ enroute: "enroute_at", staging: "staged_at", on_scene: "arrived_at", contact: "contact_at" },
  ...{ transporting: "transport_at", at_destination: "dest_at", cleared: "cleared_at" },
};

const ROW = { id: "a1", call_id: "c1", unit_id: "u1", state: "accepted", self_initiated: false, outcome: "none" };

const at = (minute: number): number => NOON + minute * MINUTE;

const assignmentOf = (stages: Case["stages"], more: object = {}): Assignment => {
  const times = Object.entries(stages).map(([stage, minute]) => [TIME_OF[stage], at(minute)]);
  const state = Object.keys(stages).at(-1) ?? "accepted";
  return { ...ROW, ...Object.fromEntries(times), state, ...more } as Assignment;
};

const member = (id: string) => ({ person_id: id, name: id, skills: [] });
const settingOf = (home: boolean, alone: boolean): Setting => ({
  call: { location_kind: home ? "private_residence" : "outdoor_public" },
  unit: { members: alone ? [member("p1")] : [member("p1"), member("p2")] },
});

const checkIn = (minute: number, args: object = {}): Pending =>
  ({
    ...{ id: `i${minute}`, type: "assignment.check_in", entity: "a1", at: at(minute), skew_ms: 0, person: "p1" },
    ...{ name: "Ana", args: { call_id: "c1", unit_id: "u1", ...args } },
  }) as Pending;

const stage = (name: string, minute: number): Pending =>
  ({ ...checkIn(minute, { stage: name }), id: `s${minute}`, type: "assignment.stage" }) as Pending;

const laid = (assignment: Assignment, ...commands: readonly Pending[]): Assignment => {
  const rows = [
    ["assignment", assignment],
    ["call", { id: "c1", location_kind: "outdoor_public", status: "active" }],
    ["unit", { id: "u1", status: "on_scene", members: [member("p1"), member("p2")] }],
  ] as const;
  const puts = rows.map(([t, d]) => ({ s: ["unit:u1"], t, id: d.id, ver: 1, d: { ...d } }));
  const page = { prev: null, cur: "c", puts, dels: [], add: [], drop: [], more: false };
  const shown = overlaid(tabulate(NO_TABLES, turn(new Map(), page)), commands, CHECK_INS);
  return shown.assignment.get("a1") as Assignment;
};

const due = (assignment: Assignment): number | null => {
  const found = checkDue(assignment, settingOf(false, false));
  return found === null ? null : (found - NOON) / MINUTE;
};

describe("by when a team checks in", () => {
  it.each(VECTORS.cases)("is counted as the server counts it: %j", ({ stages, checked, home, alone, due: minute }) => {
    const assignment = assignmentOf(stages, checked === null ? {} : { checked_at: at(checked) });

    expect(checkDue(assignment, settingOf(home, alone))).toBe(minute === null ? null : at(minute));
  });

  it("is what the server said, where that is later: they asked for more time", () => {
    const told = assignmentOf({ on_scene: 0 }, { checked_at: at(5), check_due_at: at(35) });

    expect(due(told)).toBe(35);
  });
});

describe("without signal", () => {
  it("the timer begins with the tap that says they arrived, and counts from each check-in", () => {
    const accepted = assignmentOf({});

    expect(due(laid(accepted, stage("on_scene", 0)))).toBe(10);
    expect(due(laid(accepted, stage("on_scene", 0), checkIn(9)))).toBe(29);
    expect(due(laid(accepted, stage("on_scene", 0), checkIn(9), stage("transporting", 12)))).toBe(32);
  });

  it("needing more time puts the next one so much later than usual", () => {
    expect(due(laid(assignmentOf({ on_scene: 0 }), checkIn(9, { more_min: 10 })))).toBe(39);
  });

  it("a check-in takes the alarm off this phone, and an older one moves nothing back", () => {
    const missed = assignmentOf({ on_scene: 0 }, { check_due_at: at(10), check_step: "missed", no_link: true });
    const after = laid(missed, checkIn(13), checkIn(11));

    expect(after).toMatchObject({ check_step: null, no_link: false, checked_at: at(13), check_due_at: at(33) });
  });

  it("what is told of a team that is not there yet asks for nothing", () => {
    expect(due(laid(assignmentOf({}), checkIn(3)))).toBe(null);
  });
});
