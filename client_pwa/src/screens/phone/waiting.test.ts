import { describe, expect, it } from "vitest";
import { callOf } from "./waiting";

describe("the call that a saved command belongs to", () => {
  it("is its record's", () => {
    expect(callOf({ call_id: "c1", answers: {} }, { call_id: "c2" })).toBe("c2");
    expect(callOf(null, { call_id: "c2" })).toBe("c2");
  });

  it("is the one it names, where no record came of it: an outcome that was not taken", () => {
    expect(callOf({ call_id: "c1", answers: {} }, undefined)).toBe("c1");
  });

  it("is none where it names none, or cannot be read here", () => {
    expect(callOf({ reason: "too_far" }, undefined)).toBeUndefined();
    expect(callOf(null, undefined)).toBeUndefined();
    expect(callOf(undefined, undefined)).toBeUndefined();
  });
});
