import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { comingSteps, stepTimes } from "../../src/screens/desk/next/rules";
import type { Assignment, PriorityCode } from "../../src/schema";
import { anAssignment, NOON } from "./rows";

const VECTORS = JSON.parse(readFileSync(new URL("../../../tests/vectors/ladder.json", import.meta.url), "utf8")) as {
  readonly cases: readonly {
    readonly priority: PriorityCode;
    readonly text: number;
    readonly raise: number;
    readonly phone: number;
  }[];
};
const RULES = { texts: true, unanswered: "next_team" } as const;
const RUNG = { person_id: "p1", sent_at: null, delivered_at: null, shown_at: null };
const steps = (offer: Partial<Assignment>, now: number, rules: Parameters<typeof comingSteps>[2] = RULES) =>
  comingSteps(anAssignment({ id: "a", ladder: [RUNG], ...offer }), "P2", rules, NOON + now * 1000).map(
    ({ step, at }) => `${step} ${(at - NOON) / 1000}`,
  );

describe("what happens to an offer by itself", () => {
  it.each(VECTORS.cases)("comes for $priority as the vectors say", ({ priority, text, raise, phone }) => {
    expect(stepTimes(priority)).toEqual({ text: text * 1000, raise: raise * 1000, phone: phone * 1000 });
  });

  it("is named in its order, and each step only until it came", () => {
    expect(steps({}, 18)).toEqual(["text 30", "raise 60", "phone 90", "over 120"]);
    expect(steps({}, 60)).toEqual(["phone 90", "over 120"]);
    expect(steps({}, 120)).toEqual([]);
  });

  it("names no text where none are sent, or everybody was shown it, and no step the policy leaves out", () => {
    expect(steps({}, 0, { ...RULES, texts: false })[0]).toBe("raise 60");
    expect(steps({ ladder: [{ ...RUNG, shown_at: NOON }] }, 0)[0]).toBe("raise 60");
    expect(steps({}, 0, { ...RULES, unanswered: "nothing" })).toEqual(["text 30", "phone 90", "over 120"]);
  });

  it("is nothing once it is answered, and nothing is known of what is only saved here", () => {
    expect(steps({ state: "accepted" }, 0)).toEqual([]);
    expect(steps({ version: 0 }, 0)).toEqual([]);
  });
});
