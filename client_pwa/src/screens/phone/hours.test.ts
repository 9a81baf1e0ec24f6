import { describe, expect, it } from "vitest";
import type { DirectoryHours } from "../../schema";
import { localMinute, minuteText, opening } from "./hours";

const MONDAY = 0;
const TUESDAY = 1;
const SUNDAY = 6;
const day = (weekday: number, opens: number, closes: number): DirectoryHours => ({ weekday, opens, closes });

describe("opening hours", () => {
  it("unknown hours are unknown, not closed", () => {
    expect(opening(null, MONDAY, 600)).toEqual({ is: "unknown" });
    expect(opening([], MONDAY, 600)).toEqual({ is: "unknown" });
  });

  it("open from the first minute, closed at the last", () => {
    const hours = [day(MONDAY, 540, 1020)];

    expect(opening(hours, MONDAY, 540)).toEqual({ is: "open", until: 1020 });
    expect(opening(hours, MONDAY, 1020)).toEqual({ is: "closed", opens: null });
    expect(opening(hours, MONDAY, 500)).toEqual({ is: "closed", opens: 540 });
    expect(opening(hours, TUESDAY, 600)).toEqual({ is: "closed", opens: null });
  });

  it("a night runs past midnight, from Sunday into Monday too", () => {
    const hours = [day(SUNDAY, 1200, 420)];

    expect(opening(hours, SUNDAY, 1300)).toEqual({ is: "open", until: 420 });
    expect(opening(hours, MONDAY, 419)).toEqual({ is: "open", until: 420 });
    expect(opening(hours, MONDAY, 420)).toEqual({ is: "closed", opens: null });
  });

  it("day and night every day has no closing time", () => {
    const always = [0, 1, 2, 3, 4, 5, 6].map((weekday) => day(weekday, 0, 1440));

    expect(opening(always, TUESDAY, 3)).toEqual({ is: "open", until: null });
  });

  it("two openings on one day are both kept", () => {
    const hours = [day(MONDAY, 480, 720), day(MONDAY, 780, 1020)];

    expect(opening(hours, MONDAY, 750)).toEqual({ is: "closed", opens: 780 });
  });
});

describe("the minute where the places are", () => {
  it("follows their zone, not the phone's", () => {
    const at = Date.UTC(2026, 10, 2, 2, 7);

    expect(localMinute(at, "UTC")).toEqual({ weekday: MONDAY, minute: 127 });
    expect(localMinute(at, "America/Los_Angeles")).toEqual({ weekday: SUNDAY, minute: 18 * 60 + 7 });
  });

  it("is written with two digits", () => {
    expect(minuteText(5)).toBe("00:05");
    expect(minuteText(1440)).toBe("00:00");
  });
});
