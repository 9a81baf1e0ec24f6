import { describe, expect, it } from "vitest";
import type { Demographics } from "../../../schema";
import { linesOf, QUESTIONS } from "../../../text/person";
import { answered, answersTo, isOn, known, VISIBLE, WORDED, worded } from "./told";

describe("about the person", () => {
  it("is nothing until somebody taps, and nothing again when they tap it off", () => {
    for (const question of QUESTIONS) {
      for (const code of [...answersTo(question), "declined"]) {
        const on = answered({}, question, code);

        expect(isOn(on, question, code)).toBe(true);
        expect(on[question]?.how).toBe(code === "declined" ? "declined" : "asked");
        expect(answered(on, question, code)).toEqual({});
      }
    }
  });

  it("takes one answer of an age, and as many as apply of race, gender and needs", () => {
    const aged = answered(answered({}, "age_band", "18-24"), "age_band", "25-39");
    const both = answered(answered({}, "race_ethnicity", "white"), "race_ethnicity", "black");

    expect(aged).toEqual({ age_band: { how: "asked", answer: "25-39" } });
    expect(both).toEqual({ race_ethnicity: { how: "asked", answer: ["black", "white"] } });
  });

  it("has no need beside a need", () => {
    const needs = answered(answered({}, "access_need", "walking"), "access_need", "seeing");

    expect(answered(needs, "access_need", "none")).toEqual({ access_need: { how: "asked", answer: ["none"] } });
    expect(answered(answered({}, "access_need", "none"), "access_need", "seeing")).toEqual({
      access_need: { how: "asked", answer: ["seeing"] },
    });
  });

  it("keeps no answer and no words of somebody who did not want to say", () => {
    const said = worded(answered({}, "gender", "woman"), "gender", "a woman of trans experience");

    expect(answered(said, "gender", "declined")).toEqual({ gender: { how: "declined" } });
    expect(answered({ gender: { how: "declined" } }, "gender", "man")).toEqual({
      gender: { how: "asked", answer: ["man"] },
    });
  });

  it("was seen only where it can be, and stays so when the answer is another", () => {
    const seen = known(answered({}, "age_band", "60+"), "age_band", "observed");

    expect(answered(seen, "age_band", "40-59")).toEqual({ age_band: { how: "observed", answer: "40-59" } });
    expect(QUESTIONS.filter((each) => !VISIBLE.has(each))).toEqual(["race_ethnicity", "gender", "veteran", "tribal"]);
  });

  it("is answered by words of their own alone, and by spaces not at all", () => {
    expect([...WORDED]).toEqual(["gender", "tribal"]);
    expect(worded({}, "tribal", "Oglala Lakota")).toEqual({
      tribal: { how: "asked", answer: null, words: "Oglala Lakota" },
    });
    expect(worded(worded({}, "gender", "muxe"), "gender", "  ")).toEqual({});
    expect(answered(worded({}, "tribal", "Yurok"), "tribal", "yes")).toEqual({
      tribal: { how: "asked", answer: "yes", words: "Yurok" },
    });
  });

  it("reads as lines that say how each is known", () => {
    const said: Demographics = {
      veteran: { how: "declined" },
      age_band: { how: "observed", answer: "60+" },
      language: { how: "asked", answer: "es" },
      gender: { how: "asked", answer: ["woman"], words: "muxe" },
      tribal: { how: "asked", answer: "unknown", words: null },
      housing_now: null,
    };

    expect(linesOf(said)).toEqual([
      ["Age", "60 or older · We only saw it"],
      ["Language they speak best", "Spanish"],
      ["Gender", "Woman · muxe"],
      ["Served in the military", "Did not want to say"],
      ["Belongs to a tribe", "Don’t know"],
    ]);
  });
});
