import { describe, expect, it } from "vitest";
import { counting } from "./exit";

const tapped = (...taps: readonly number[]): readonly boolean[] => taps.map(counting());

describe("three taps on the head of a screen", () => {
  it("leave it when they fall within a second", () => {
    expect(tapped(0, 300, 999)).toEqual([false, false, true]);
  });

  it("do nothing when they are slower than that", () => {
    expect(tapped(0, 600, 1200, 1800)).toEqual([false, false, false, false]);
  });

  it("count from one anew when they left it", () => {
    expect(tapped(0, 100, 200, 300, 400, 500)).toEqual([false, false, true, false, false, true]);
  });
});
