import { describe, expect, it } from "vitest";
import { howOf, isAsking, toldAt } from "./checkstate";

const DUE = 1_790_000_000_000;
const MINUTE = 60_000;

describe("a check-in that comes due", () => {
  it("is counted on the phone: a warning two minutes before, then due, then dispatch is told", () => {
    const hows = [-10, -2, -0.01, 0, 1.99, 2, 600].map((minutes) => howOf(DUE, DUE + minutes * MINUTE));

    expect(hows).toEqual(["by", "soon", "soon", "due", "due", "told", "told"]);
    expect(toldAt(DUE)).toBe(DUE + 2 * MINUTE);
  });

  it("is asked for when it is due, and again a minute after it was put away", () => {
    expect(isAsking(null, DUE, null)).toBe(false);
    expect(isAsking(DUE, DUE - 1, null)).toBe(false);
    expect(isAsking(DUE, DUE, null)).toBe(true);
    expect(isAsking(DUE, DUE + MINUTE, DUE + 1)).toBe(false);
    expect(isAsking(DUE, DUE + 2 * MINUTE, DUE + MINUTE)).toBe(true);
  });
});
