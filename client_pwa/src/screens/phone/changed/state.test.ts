import { expect, it } from "vitest";
import type { Correction } from "../../../schema";
import { lastChange } from "./state";

const NONE = { type_code: null, priority: null, location_kind: null, area: null };
const made = (at: number): Correction => ({ id: `c${at}`, at, to: NONE, was: NONE });

it("tells the last change since the team was asked, and nothing they were asked with", () => {
  expect(lastChange({ corrections: [made(1), made(5), made(7)] }, { offered_at: 5 })?.at).toBe(7);
  expect(lastChange({ corrections: [made(1)] }, { offered_at: 5 })).toBeNull();
  expect(lastChange({}, { offered_at: 5 })).toBeNull();
});
