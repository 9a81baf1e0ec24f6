import { describe, expect, it } from "vitest";
import { affordable } from "./keys";

/** A clock that moves by so many milliseconds from one look to the next. */
const clock = (step: number) => {
  let now = 0;
  return () => {
    now += step;
    return now;
  };
};

describe("what a guess at a PIN costs", () => {
  it.each([
    ["a fast phone", 150, { memory: 65_536, passes: 3 }],
    ["one of the middle", 390, { memory: 32_768, passes: 3 }],
    ["a slow one, however slow,", 5000, { memory: 19_456, passes: 2 }],
  ])("is on %s the most that opens within a second", async (_phone, takes, cost) => {
    expect(await affordable(clock(takes))).toEqual(cost);
  });
});
