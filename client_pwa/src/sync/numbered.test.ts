import { describe, expect, it } from "vitest";
import { newest } from "./numbered";

describe("the newest", () => {
  it("is the one with the highest number, in whichever order they came", () => {
    const [second, third] = [{ number: 2 }, { number: 3 }];

    expect(
      newest(
        new Map([
          ["b", third],
          ["a", second],
        ]),
      ),
    ).toBe(third);
    expect(
      newest(
        new Map([
          ["a", second],
          ["b", third],
        ]),
      ),
    ).toBe(third);
    expect(newest(new Map())).toBe(undefined);
  });
});
