import { describe, expect, it } from "vitest";
import { nextOpen } from "../../src/screens/desk/intake/ask";
import { blank, type Draft, isBlank, readDrafts } from "../../src/screens/desk/intake/draft";
import { mayCallBack, missing, priorityOf, resultOf, takeArgs } from "../../src/screens/desk/intake/take";
import { asked, FIRST } from "../../src/screens/desk/editions/rules";
import { wider } from "../../src/screens/desk/intake/near";
import { NOON } from "./rows";

const TOLD: Draft = {
  ...blank("call-1", NOON),
  place: " Mill Lane ",
  location_kind: "outdoor_public",
  type_code: "WELFARE",
  caller_role: "bystander",
  would_have_gone_to: "police",
  answers: { weapon: "no", minor_alone: "yes" },
};

const QUESTIONS = asked(FIRST, null);
const IDS = QUESTIONS.map(({ id }) => id);

describe("a call being taken", () => {
  it("names what is missing in the order of the form", () => {
    expect(missing(blank("call-1", NOON))).toEqual(["where", "kind", "type", "caller", "without"]);
    expect(missing({ ...TOLD, place: " ", area: "Millside" })).toEqual([]);
    expect(takeArgs(blank("call-1", NOON), NOON, FIRST)).toBeNull();
  });

  it("becomes the command, with nothing in it that nobody said", () => {
    expect(takeArgs(TOLD, NOON - 5, FIRST)).toEqual({
      source: "line727",
      type_code: "WELFARE",
      priority: "P3",
      received_at: NOON - 5,
      triage_result: "alt_only",
      would_have_gone_to: "police",
      would_have_gone_to_proposed: null,
      taxonomy_version: 1,
      caller_role: "bystander",
      location_kind: "outdoor_public",
      screening: { weapon: "no", minor_alone: "yes", private_home: "no" },
      minor_involved: "yes",
      place: "Mill Lane",
    });
  });

  it("says how near to the place, unless it is the place itself or no place was told", () => {
    const near: Draft = { ...TOLD, place_within: "m200" };

    expect(takeArgs(near, NOON, FIRST)).toHaveProperty("place_within", "m200");
    expect(takeArgs(TOLD, NOON, FIRST)).not.toHaveProperty("place_within");
    expect(takeArgs({ ...near, place: " ", area: "Millside" }, NOON, FIRST)).not.toHaveProperty("place_within");
    expect(readDrafts([near])).toEqual([near]);
    expect(readDrafts([{ ...near, place_within: "m3" }])[0]?.place_within).toBe("exact");
  });

  it("goes by one key from the place itself to not known how near, and back", () => {
    const steps = [..."12345"].reduce<readonly Draft["place_within"][]>(
      (all) => [...all, wider(all.at(-1) ?? "exact")],
      ["exact"],
    );

    expect(steps).toEqual(["exact", "m50", "m200", "km1", "unknown", "exact"]);
  });

  it("knows a private home by the kind of place", () => {
    const args = takeArgs({ ...TOLD, location_kind: "private_residence" }, NOON, FIRST);

    expect(args?.screening?.["private_home"]).toBe("yes");
  });

  it("keeps the dispatcher's word where it differs from the proposal", () => {
    const differs: Draft = { ...TOLD, priority: "P1", triage_result: "co_response" };

    expect(priorityOf(differs, FIRST)).toBe("P1");
    expect(resultOf(differs, FIRST)).toBe("co_response");
    expect(takeArgs(differs, NOON, FIRST, "transfer_988")?.triage_result).toBe("transfer_988");
  });

  it("calls nobody back on a number that may not be safe", () => {
    const dv: Draft = { ...TOLD, callback: "555-0143", answers: { dv: "yes" } };

    expect(mayCallBack(dv)).toBe(false);
    expect(takeArgs(dv, NOON, FIRST)).not.toHaveProperty("callback");
    expect(takeArgs({ ...dv, is_safe_number: true }, NOON, FIRST)).toHaveProperty("callback", "555-0143");
    expect(takeArgs({ ...dv, answers: { dv: "unknown" } }, NOON, FIRST)).toHaveProperty("callback");
  });

  it("comes back from a kept draft as it was, and refuses what it does not know", () => {
    expect(readDrafts(JSON.parse(JSON.stringify([TOLD])))).toEqual([TOLD]);
    expect(readDrafts([{ ...TOLD, type_code: "NEW_TYPE", answers: { weapon: "perhaps" } }])).toEqual([
      { ...TOLD, type_code: null, answers: {} },
    ]);
    expect(readDrafts([{ id: 7 }, null, "text"])).toEqual([]);
    expect(readDrafts(null)).toEqual([]);
  });

  it("is worth keeping once anything was told", () => {
    expect(isBlank(blank("call-1", NOON))).toBe(true);
    expect(isBlank({ ...blank("call-1", NOON), place: "M" })).toBe(false);
  });

  it("goes through the questions in order, and round to what was left out", () => {
    const [first = "", second = "", third = ""] = IDS;

    expect(nextOpen({}, null, QUESTIONS)).toBe(first);
    expect(nextOpen({ [first]: "no" }, first, QUESTIONS)).toBe(second);
    expect(nextOpen({ [second]: "no" }, second, QUESTIONS)).toBe(third);
    const all = Object.fromEntries(IDS.map((id) => [id, "no" as const]));
    const allButSecond = Object.fromEntries(Object.entries(all).filter(([key]) => key !== second));
    expect(nextOpen(allButSecond, IDS.at(-1) ?? null, QUESTIONS)).toBe(second);
    expect(nextOpen(all, third, QUESTIONS)).toBeNull();
  });
});
