import { describe, expect, it } from "vitest";
import { about } from "../../src/screens/desk/sheets/attention";
import { aCall, anAssignment, aUnit } from "./rows";

const CALL = aCall({ id: "call-1", number: "0010" });
const ON_IT = anAssignment({ id: "a1", call_id: "call-1", unit_id: "wren" });
const desk = {
  calls: new Map([[CALL.id, CALL]]),
  units: new Map([aUnit("wren", []), aUnit("plover", [])].map((unit) => [unit.id, unit])),
  assignments: new Map([[ON_IT.id, ON_IT]]),
};

describe("what was not taken", () => {
  it("is told with its call and its team, also where no record came of it", () => {
    const offer = { entity: "a2", args: { call_id: "call-1", unit_id: "plover" } };

    expect(about(offer, desk)).toBe(" · 0010 · Plover");
  });

  it("is told with the call its record has", () => {
    expect(about({ entity: "a1", args: undefined }, desk)).toBe(" · 0010");
    expect(about({ entity: "wren", args: {} }, desk)).toBe(" · Wren");
    expect(about({ entity: "gone", args: {} }, desk)).toBe("");
  });
});
