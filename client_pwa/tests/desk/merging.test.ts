import { describe, expect, it } from "vitest";
import { isAlike } from "../../src/screens/desk/changing/alike";
import { mergeable, mergeWords } from "../../src/screens/desk/changing/merging";
import { boardOf, standings } from "../../src/screens/desk/rules/board";
import { language } from "../../src/text/words";
import { aCall, anAssignment, aUnit, MINUTE, NOON } from "./rows";

const LEADS = aCall({ id: "leads", number: "0241", place: "Mill Lane", received_at: NOON });
const SAME = aCall({ id: "same", number: "0242", place: " mill lane", received_at: NOON - 29 * MINUTE });
const LATE = aCall({ id: "late", number: "0243", place: "Mill Lane", received_at: NOON + 31 * MINUTE });
const PART = aCall({ id: "part", number: "0244", merged_into: "leads" });
const GOES = anAssignment({ id: "a", call_id: "same", unit_id: "wren", state: "enroute" });

const all = standings([LATE, PART, SAME, LEADS], [GOES]);
const desk = {
  board: boardOf(all, NOON),
  standing: new Map(all.map((it) => [it.call.id, it])),
  units: new Map([["wren", aUnit("Wren", [])]]),
};

describe("merging calls", () => {
  it("offers first what may be about the same, and nothing that is part of another", () => {
    expect(isAlike(LEADS, LATE)).toBe(false);
    expect(mergeable(LEADS, desk).map(({ call }) => call.id)).toEqual(["same", "late"]);
  });

  it("says before it is done what happens, and that a team goes on", () => {
    language.value = "en";
    expect(mergeWords(LEADS, [SAME], desk)).toBe(
      "0242 becomes part of 0241. Each keeps its number and its caller. Wren goes on.",
    );
    expect(mergeWords(LEADS, [LATE], desk)).toBe("0243 becomes part of 0241. Each keeps its number and its caller.");
  });
});
