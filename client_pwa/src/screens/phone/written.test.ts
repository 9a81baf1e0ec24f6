import { describe, expect, it } from "vitest";
import { language } from "../../text/words";
import { inWords, typed } from "./written";

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

  it("says what was told of the person, each with its question", () => {
    const demographics = { age_band: { how: "observed", answer: "60+" }, veteran: { how: "declined", answer: null } };

    expect(
      inWords("encounter.record", { answers: { ...ANSWERS, contact_result: "contact_declined" }, demographics }),
    ).toEqual(
      expect.arrayContaining(["Age: 60 or older · We only saw it", "Served in the military: Did not want to say"]),
    );
  });

  it("says what the team noticed, several in one line", () => {
    const presenting = ["suicidal", "alcohol"];

    expect(
      inWords("encounter.record", { answers: { ...ANSWERS, contact_result: "contact_declined" }, presenting }),
    ).toContain("What you noticed: Thoughts of suicide · Alcohol");
  });

  it("without words of the app still says what somebody typed, and no ids or codes", () => {
    const note = { call_id: "0198f3a0-0000-7000-8000-00000000dead", kind: "animal", text: "Dog behind the gate" };

    expect(inWords("call.note_place", note)).toEqual([]);
    expect(typed(note)).toEqual(["Dog behind the gate"]);
    expect(typed(null)).toEqual([]);
  });

  it("says nothing where it has no words, or cannot read what an older app saved", () => {
    expect(inWords("shift.end", { unit_id: "u" })).toEqual([]);
    expect(inWords("encounter.record", {})).toEqual([]);
    expect(inWords("assignment.decline", null)).toEqual([]);
  });
});
