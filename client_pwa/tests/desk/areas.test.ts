import { describe, expect, it } from "vitest";
import { byArea } from "../../src/screens/desk/areas/rules";
import { boardOf, standings } from "../../src/screens/desk/rules/board";
import { aCall, anAssignment, aUnit, MINUTE, NOON } from "./rows";

const CALLS = [
  aCall({ id: "north-1" }),
  aCall({ id: "north-2", priority: "P1" }),
  aCall({ id: "east-1", area: "Eastbank" }),
  aCall({ id: "lost", area: "unknown" }),
  aCall({ id: "east-0", area: "Eastbank", status: "closed", closed_at: NOON }),
];
const WAS_EAST = anAssignment({ id: "was", call_id: "east-0", unit_id: "kite", state: "cleared", arrived_at: NOON });
const ON_EAST = anAssignment({ id: "on", call_id: "east-1", unit_id: "wren", state: "on_scene", arrived_at: NOON });
const UNITS = [
  aUnit("wren", [], { status: "on_scene" }),
  aUnit("kite", [], {}),
  aUnit("tern", [], {}),
  aUnit("sage", [], { status: "break" }),
];

const shown = () => {
  const assignments = [WAS_EAST, ON_EAST];
  const rows = byArea({
    board: boardOf(standings(CALLS, assignments), NOON + MINUTE),
    calls: new Map(CALLS.map((call) => [call.id, call])),
    units: UNITS,
    own: (unit) => assignments.filter((it) => it.unit_id === unit),
    isBusy: (unit) => unit === "wren",
  });
  return rows.map(({ name, waiting, with_teams, free }) => [
    name,
    waiting.map(({ call }) => call.id),
    with_teams.map(({ call }) => call.id),
    free.map(({ id }) => id),
  ]);
};

describe("the board by area", () => {
  it("tells where calls wait and which free teams were last there; what nobody knows comes last", () => {
    expect(shown()).toEqual([
      ["Northgate", ["north-2", "north-1"], [], []],
      ["Eastbank", [], ["east-1"], ["kite"]],
      [null, ["lost"], [], ["tern"]],
    ]);
  });
});
