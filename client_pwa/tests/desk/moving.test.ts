import { describe, expect, it } from "vitest";
import { FIRST } from "../../src/screens/desk/editions/rules";
import { isFreedAtYes, movable, relief, successor, wantedOf } from "../../src/screens/desk/moving/rules";
import { undoable } from "../../src/screens/desk/moving/undo";
import { costWords } from "../../src/screens/desk/moving/words";
import { whoCouldGo } from "../../src/screens/desk/rules/order";
import { ASSIGNMENT_STATE, type Assignment } from "../../src/schema";
import { language } from "../../src/text/words";
import { aCall, anAssignment, aUnit, MINUTE, NOON } from "./rows";

const URGENT = aCall({ id: "urgent", number: "0241", priority: "P1" });
const LESS = aCall({ id: "less", number: "0238", priority: "P3" });
const SAME = aCall({ id: "same", number: "0240", priority: "P1" });

const movesWith = (on: readonly Partial<Assignment>[], status: "enroute" | "assigned" = "enroute") => {
  const assignments = on.map((it, i) => anAssignment({ id: `a${i}`, unit_id: "heron", call_id: "less", ...it }));
  const calls = new Map([URGENT, LESS, SAME].map((call) => [call.id, call]));
  const units = [aUnit("heron", [], { status }), aUnit("wren", [])];
  const candidates = whoCouldGo(
    { ...URGENT, language: null },
    { units, assignments, calls, waiting: [], skills: FIRST.skills, now: NOON },
  );
  return movable(candidates, URGENT, { calls, assignments: new Map(assignments.map((it) => [it.id, it])) });
};

describe("moving a team", () => {
  it("is for teams that are not there yet, whatever else a state may be", () => {
    for (const state of ASSIGNMENT_STATE) {
      const expected = state === "accepted" || state === "enroute" ? ["heron"] : [];
      expect(
        movesWith([{ state }]).map((it) => it.candidate.unit.id),
        state,
      ).toEqual(expected);
    }
  });

  it("is from a call that is less urgent, and of a team that has no other", () => {
    expect(movesWith([{ state: "enroute", call_id: "same" }])).toEqual([]);
    expect(movesWith([{ state: "enroute" }, { state: "accepted", call_id: "same" }])).toEqual([]);
  });

  it("says what it costs, and who stays", () => {
    language.value = "en";
    const units = new Map([aUnit("heron", []), aUnit("wren", [])].map((unit) => [unit.id, unit]));
    const known = { units, now: NOON + 12 * MINUTE };
    const [alone] = movesWith([{ state: "enroute" }]);
    const [shared] = movesWith([{ state: "enroute" }, { state: "on_scene", unit_id: "wren" }]);
    expect([alone, shared].map((move) => (move === undefined ? "" : costWords(move, known)))).toEqual([
      "Heron leaves 0238 P3, waiting 12 min; it goes back to the queue with its age.",
      "Heron leaves 0238 P3; Wren stays on it.",
    ]);
  });
});

describe("one team in place of another", () => {
  it("frees at once who is not there yet", () => {
    expect(ASSIGNMENT_STATE.slice(1, 8).filter((state) => isFreedAtYes({ state }))).toEqual([
      "accepted",
      "enroute",
      "staging",
    ]);
  });

  it("is known as long as it is asked or goes", () => {
    const before = anAssignment({ id: "before", state: "enroute" });
    const next = anAssignment({ id: "next", unit_id: "heron", instead_of: "before" });
    const seen = (assignment: Assignment) => ({
      calls: new Map(),
      assignments: new Map([before, assignment].map((it) => [it.id, it])),
    });
    expect(successor(before, seen(next))?.id).toBe("next");
    expect(successor(before, seen({ ...next, state: "declined" }))).toBeUndefined();
  });
});

describe("taking over", () => {
  it("is entered where both are with the person, and nowhere else", () => {
    for (const state of ASSIGNMENT_STATE) {
      const before = anAssignment({ id: "before", state });
      const next = anAssignment({ id: "next", unit_id: "heron", instead_of: "before", state: "on_scene" });
      const all = (...some: readonly Assignment[]) => ({
        calls: new Map(),
        assignments: new Map(some.map((it) => [it.id, it])),
      });
      const expected = state === "on_scene" || state === "contact" ? "next" : undefined;
      expect(relief(before, all(before, next))?.id, state).toBe(expected);
      expect(relief(before, all(before, { ...next, state: "enroute" })), state).toBeUndefined();
    }
  });
});

describe("Z", () => {
  it("takes back what one act asked, for ten seconds, and not what was answered", () => {
    const offers = [anAssignment({ id: "a" }), anAssignment({ id: "b", state: "accepted" })];
    const known = new Map(offers.map((it) => [it.id, it]));
    const asked = { ids: ["a", "b", "gone"], at: NOON };
    expect(undoable(asked, known, NOON + 10_000).map((it) => it.id)).toEqual(["a"]);
    expect(undoable(asked, known, NOON + 10_001)).toEqual([]);
  });
});

describe("how many are wanted", () => {
  it("counts those on the call, unless one more is asked as usual", () => {
    const there = [anAssignment({ id: "there", state: "enroute" })];
    expect([wantedOf(1, there), wantedOf(2, there), wantedOf(2, [])]).toEqual([1, 3, 2]);
  });
});
