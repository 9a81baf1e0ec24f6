import { describe, expect, it } from "vitest";
import { isTime, lastAt } from "./times";

const at = (day: number, hours: number, minutes: number): number => new Date(2026, 8, day, hours, minutes).getTime();

describe("a time on paper", () => {
  const now = at(21, 2, 30);

  it("is the last time it was so late", () => {
    expect(lastAt("02:10", now)).toBe(at(21, 2, 10));
    expect(lastAt("0210", now)).toBe(at(21, 2, 10));
    expect(lastAt("23:50", now)).toBe(at(20, 23, 50));
  });

  it("is now by a wall clock that is a little ahead, never later", () => {
    expect(lastAt("02:34", now)).toBe(now);
    expect(lastAt("02:45", now)).toBe(at(20, 2, 45));
  });

  it("is asked for again when it is none, and may be left open", () => {
    expect(["25:00", "12:60", "soon", ""].map((text) => lastAt(text, now))).toEqual([null, null, null, null]);
    expect(["", " ", "soon"].map((text) => isTime(text, now))).toEqual([true, true, false]);
  });
});
