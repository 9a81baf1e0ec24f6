import { describe, expect, it } from "vitest";
import { language } from "../../text/words";
import { inWords } from "./written";

const ANSWERS = {
  contact_result: "gone",
  repeat_contact: "unknown",
  would_have_gone_to: "police",
  team_safe: true,
  others: [],
};

describe("what was saved, in words", () => {
  language.value = "en";

  it("says why a call was not taken", () => {
    expect(inWords("assignment.decline", { reason: "too_far" })).toEqual(["Too far"]);
  });

  it("says the outcome line by line, with its note", () => {
    expect(inWords("encounter.record", { answers: ANSWERS, note: "By the gate." })).toEqual([
      "Gone when we arrived",
      "Nobody else",
      "Safe and unhurt",
      "By the gate.",
    ]);
  });

  it("says nothing where it has no words, or cannot read what an older app saved", () => {
    expect(inWords("shift.end", { unit_id: "u" })).toEqual([]);
    expect(inWords("encounter.record", {})).toEqual([]);
    expect(inWords("assignment.decline", null)).toEqual([]);
  });
});
