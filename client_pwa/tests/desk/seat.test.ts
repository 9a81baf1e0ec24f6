/** The list a supervisor looks at: what is still to be looked at, and in which order. */
import { linesOf } from "../../src/screens/desk/seat/outcome";
import { describe, expect, it } from "vitest";
import { type Consult, REVIEW_REASON, type Review } from "../../src/schema";
import { asked, isGrave, isOpen, lookedAt, toLookAt } from "../../src/screens/desk/seat/rules";

const line = (id: string, reasons: Review["reasons"], at: number, seen: Review["reasons"] = []): Review => ({
  ...{ id, about: "encounter", about_id: `of-${id}`, call_id: null, number: null, unit_id: null, team: null },
  ...{ at, reasons, seen, reviewed_at: seen.length === 0 ? null : at + 1, by: null, name: null, version: 1 },
});

describe("what is to be looked at", () => {
  it("is open while there is a reason nobody had before them", () => {
    expect(isOpen(line("a", ["hold"], 1))).toBe(true);
    expect(isOpen(line("a", ["hold", "need_unmet"], 1, ["need_unmet"]))).toBe(true);
    expect(isOpen(line("a", ["hold"], 1, ["hold"]))).toBe(false);
  });

  it("stands in the order of gravity, and of those as grave the latest first", () => {
    const all = [line("unmet", ["need_unmet"], 9), line("early", ["hold"], 1), line("late", ["hold", "need_unmet"], 5)];

    expect(toLookAt([...all, line("seen", ["death"], 7, ["death"])]).map(({ id }) => id)).toEqual([
      "late",
      "early",
      "unmet",
    ]);
  });

  it("is ordered as the server orders the reasons of one line", () => {
    const each = REVIEW_REASON.map((reason) => line(reason, [reason], 1));

    expect(toLookAt(each.toReversed()).map(({ id }) => id)).toEqual([...REVIEW_REASON]);
    expect(REVIEW_REASON.filter(isGrave)).toEqual(["death", "hold", "suicide_risk"]);
  });

  it("goes below once somebody has looked, the last first", () => {
    const all = [
      line("first", ["hold"], 1, ["hold"]),
      line("open", ["hold"], 2),
      line("last", ["death"], 3, ["death"]),
    ];

    expect(lookedAt(all).map(({ id }) => id)).toEqual(["last", "first"]);
  });
});

describe("what teams ask", () => {
  const ask = (id: string, asked_at: number, answered_at: number | null): Consult => ({
    ...{ id, call_id: "c1", unit_id: "u1", by: "p1", name: "Ana", asked_at, received_at: asked_at },
    ...{ answered_at, version: 1 },
  });

  it("stands with the longest waiting first, then what was answered last", () => {
    const all = [ask("done", 1, 5), ask("new", 9, null), ask("done-last", 2, 8), ask("old", 3, null)];

    for (const each of [all, all.toReversed()]) {
      expect(asked(each).map(({ id }) => id)).toEqual(["old", "new", "done-last", "done"]);
    }
  });
});

describe("an outcome as a supervisor reads it", () => {
  const said = { contact_result: "contact_made", resolution: ["resolved_on_scene"], others_on_scene: [] } as const;

  it("says what neighbours were at odds over, how many of them were there, and what came of it", () => {
    const dispute = { about: "noise", parties: 2, agreement: "partly", follow_up: "7d" } as const;

    expect(linesOf({ ...said, dispute })).toContainEqual([
      "At odds over",
      "Noise, 2 of them there, They agreed in part, To look again within a week",
    ]);
    expect(linesOf(said).map(([question]) => question)).not.toContain("At odds over");
  });
});
