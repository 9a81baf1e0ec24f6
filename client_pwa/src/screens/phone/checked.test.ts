import { afterEach, describe, expect, it } from "vitest";
import { language } from "../../text/words";
import { checkedAgo, isStale } from "./checked";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 29, 20);

afterEach(() => {
  language.value = "en";
});

describe("how long ago somebody checked what stands in the list", () => {
  it.each([
    [0, "today"],
    [1, "yesterday"],
    [30, "30 days ago"],
    [31, "1 month ago"],
    [92, "3 months ago"],
    [364, "11 months ago"],
    [366, "1 year ago"],
    [900, "2 years ago"],
  ])("says of %i days what a person says", (days, words) => {
    expect(checkedAgo(NOW - days * DAY, NOW)).toBe(words);
  });

  it("says it in Spanish too", () => {
    language.value = "es";

    expect(checkedAgo(NOW - 92 * DAY, NOW)).toBe("hace 3 meses");
  });

  it("never tells of a day to come: where the clock of the phone goes behind it was today", () => {
    expect(checkedAgo(NOW + 3 * DAY, NOW)).toBe("today");
  });

  it("is too old to rely on after a year, and where nobody knows it is not said to be", () => {
    expect(isStale(NOW - 365 * DAY, NOW)).toBe(false);
    expect(isStale(NOW - 367 * DAY, NOW)).toBe(true);
    expect(isStale(null, NOW)).toBe(false);
  });
});
