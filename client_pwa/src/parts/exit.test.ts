import { describe, expect, it } from "vitest";
import { counting, rested } from "./exit";

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

describe("three taps on a page that was just left", () => {
  const tapped = (...taps: readonly number[]): readonly boolean[] => taps.map(rested(0));

  it("do not bring it back while the hand that left it taps on, however long", () => {
    expect(tapped(100, 200, 300, 400, 900, 1500, 2000)).not.toContain(true);
  });

  it("bring it back after a second's rest", () => {
    expect(tapped(100, 200, 1200, 1500, 1700)).toEqual([false, false, false, false, true]);
    expect(tapped(1000, 1300, 1900)).toEqual([false, false, true]);
  });
});
