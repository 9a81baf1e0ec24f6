import { describe, expect, it } from "vitest";
import type { Cost } from "./argon";
import { dearest } from "./keys";

/** A clock that moves by so many milliseconds from one look to the next. */
const clock = (step: number) => {
  let now = 0;
  return () => {
    now += step;
    return now;
  };
};

const LEAST = { memory: 19_456, passes: 2 };

describe("what a guess at a PIN costs", () => {
  it.each([
    ["a fast phone", 150, [LEAST, { memory: 65_536, passes: 3 }]],
    ["one of the middle", 390, [LEAST, { memory: 32_768, passes: 3 }]],
    ["a slow one, however slow, once,", 5000, [LEAST]],
  ])("is on %s the most that opens within a second", async (_phone, takes, costs) => {
    const made: Cost[] = [];
    const guess = async (_pin: unknown, _salt: unknown, cost: Cost) => Uint8Array.of(made.push(cost));

    const chosen = await dearest(guess, new Uint8Array(6), new Uint8Array(16), clock(takes));

    expect(made).toEqual(costs);
    expect(chosen).toEqual({ ...costs.at(-1), guess: Uint8Array.of(costs.length) });
  });
});
