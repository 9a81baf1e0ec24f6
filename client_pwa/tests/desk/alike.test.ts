import { describe, expect, it } from "vitest";
import { type About, enteredTwice, looksLike } from "../../src/screens/desk/changing/alike";
import { blank } from "../../src/screens/desk/intake/draft";
import { filledFrom, missing } from "../../src/screens/desk/intake/take";
import type { Call } from "../../src/schema";
import { aCall, MINUTE, NOON } from "./rows";

const TOLD: About = { id: "new", received_at: NOON, place: "Mill Lane ", area: "", type_code: null };
const OPEN = aCall({ id: "open", number: "0241", place: "mill lane", received_at: NOON - 6 * MINUTE });
const CLOSED = { status: "closed", closed_at: NOON - 119 * MINUTE } as const;

const alike = (told: About, ...calls: readonly Call[]): string | null =>
  looksLike(told, new Map(calls.map((call) => [call.id, call])), NOON)?.id ?? null;

describe("what a call being taken looks like", () => {
  it("is a call from the same place, or from the same area with the same type, half an hour apart at most", () => {
    const area: About = { ...TOLD, place: "", area: "northgate", type_code: "MH_CRISIS" };

    expect(alike(TOLD, OPEN)).toBe("open");
    expect(alike(area, OPEN)).toBe("open");
    expect(alike({ ...area, type_code: null }, OPEN)).toBeNull();
    expect(alike({ ...area, area: "unknown" }, { ...OPEN, area: "unknown" })).toBeNull();
    expect(alike({ ...TOLD, place: " " }, { ...OPEN, place: "" })).toBeNull();
    expect(alike({ ...TOLD, received_at: NOON + 25 * MINUTE }, OPEN)).toBeNull();
    expect(alike({ ...TOLD, id: "open" }, OPEN)).toBeNull();
  });

  it("is the call that leads where the one that is alike is part of another", () => {
    const part = { ...OPEN, id: "part", merged_into: "leads", ...CLOSED };

    expect(alike(TOLD, part, aCall({ id: "leads", received_at: NOON - 90 * MINUTE }))).toBe("leads");
    expect(alike(TOLD, part)).toBeNull();
    expect(alike(TOLD, part, { ...OPEN, id: "leads", place: "", merged_into: "part" })).toBeNull();
  });

  it("is an open call before one that is over, which is named for two hours", () => {
    const over = { ...OPEN, id: "over", received_at: NOON, ...CLOSED };

    expect(alike(TOLD, over, OPEN)).toBe("open");
    expect(alike(TOLD, over)).toBe("over");
    expect(alike(TOLD, { ...over, closed_at: NOON - 121 * MINUTE })).toBeNull();
  });

  it("is the same place before the same type, then the nearest in time", () => {
    const told: About = { ...TOLD, area: "Northgate", type_code: "MH_CRISIS" };
    const there = aCall({ id: "there", place: "Elsewhere", received_at: NOON });

    expect(alike(told, there, OPEN)).toBe("open");
    expect(alike(told, { ...OPEN, id: "first", received_at: NOON - 9 * MINUTE }, OPEN)).toBe("open");
  });

  it("gives its type and its kind of place where these were not told, and nothing the caller alone knows", () => {
    const draft = { ...blank("new", NOON), place: "Mill Lane" };

    expect(missing(filledFrom(draft, OPEN))).toEqual(["caller", "without"]);
    expect(filledFrom({ ...draft, type_code: "NOISE" }, OPEN).type_code).toBe("NOISE");
  });
});

describe("a call entered twice", () => {
  const twice = (call: Call, ...others: readonly Call[]): readonly string[] | null => {
    const found = enteredTwice(call, new Map([call, ...others].map((it) => [it.id, it])), NOON);
    return found === null ? null : [found.leads.id, found.part.id];
  };
  const paper = { ...OPEN, id: "paper", number: "0250", on_paper: true, entered_at: NOON + 40 * MINUTE };

  it("is offered from either side, and what was entered later becomes part of the other", () => {
    expect(twice(paper, OPEN)).toEqual(["open", "paper"]);
    expect(twice(OPEN, paper)).toEqual(["open", "paper"]);
    expect(twice({ ...OPEN, number: "A1" }, { ...OPEN, id: "b", number: "B1", entered_at: NOON + 1 })).toEqual([
      "open",
      "b",
    ]);
  });

  it("is no question where both were taken live, or where either is over or part of another", () => {
    expect(twice(OPEN, { ...OPEN, id: "live" })).toBeNull();
    expect(twice(paper, { ...OPEN, ...CLOSED })).toBeNull();
    expect(twice({ ...paper, ...CLOSED }, OPEN)).toBeNull();
    expect(twice({ ...paper, merged_into: "open" }, OPEN)).toBeNull();
  });
});
