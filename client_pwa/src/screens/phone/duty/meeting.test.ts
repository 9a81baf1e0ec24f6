import { expect, it } from "vitest";
import { aCall, MINUTE } from "../../../../tests/desk/rows";
import { meetingIds } from "./meeting";

const HERON = { id: "heron", shift_id: "0199d6a4-7c00-7000-8000-000000000001" };
const NONE = new Map();
const TEN = 10 * MINUTE * 1000;

it("is one call for partners who tap within the same ten minutes, and another for who comes after", () => {
  const { call, assignment } = meetingIds(HERON, NONE, TEN);

  expect(meetingIds(HERON, NONE, TEN + 9 * MINUTE).call).toBe(call);
  expect(meetingIds(HERON, NONE, TEN + 10 * MINUTE).call).not.toBe(call);
  expect(meetingIds(HERON, new Map([[call, aCall({ id: call })]]), TEN).call).not.toBe(call);
  expect(meetingIds({ ...HERON, shift_id: "another" }, NONE, TEN).call).not.toBe(call);
  expect(assignment).not.toBe(call);
  expect(assignment).toMatch(/^[A-Za-z0-9_.:-]{1,64}$/);
});
