import { expect, it } from "vitest";
import { aCall, anAssignment, aUnit, MINUTE, NOON } from "../../../../tests/desk/rows";
import type { Encounter, Referral } from "../../../schema";
import { leaving } from "./leaving";

const WREN = aUnit("wren", [], { shift_started_at: NOON });

const anOutcome = (id: string, outcome: Partial<Encounter>): [string, Encounter] => {
  const made: Partial<Encounter> = {
    id,
    call_id: id,
    unit_id: "wren",
    first_saved_at: NOON,
    additions: [],
    ...outcome,
  };
  return [id, made as Encounter];
};

const aReferral = (referral: object): Referral =>
  ({ unit_id: "wren", state: "sent", urgency: "tonight", made_at: NOON, ...referral }) as Referral;

it("says which logs are open, what is for tonight, and what was given, partners' once", () => {
  const water = (quantity: number) =>
    ({ contact_result: "contact_made", supplies: [{ code: "water", quantity }] }) as const;
  const call = aCall({ id: "call-1", number: "0007" });
  const cleared = anAssignment({ id: "a", state: "cleared", cleared_at: NOON });
  const rows = {
    assignments: new Map([["a", cleared]]),
    calls: new Map([[call.id, call]]),
    encounters: new Map([
      anOutcome("call-2", { answers: water(2), additions: [{ by: "p", at: NOON, answers: water(3) }] }),
      anOutcome("call-3", { answers: water(1) }),
      anOutcome("call-4", { answers: water(9), first_saved_at: NOON - MINUTE }),
      anOutcome("call-5", { answers: water(9), unit_id: "heron" }),
    ]),
    referrals: [
      aReferral({}),
      aReferral({ state: "unavailable" }),
      aReferral({ urgency: "week" }),
      aReferral({ made_at: NOON - MINUTE }),
      aReferral({ unit_id: "heron" }),
    ],
  };

  expect(leaving(WREN, rows)).toEqual({ logs: ["0007"], tonight: 1, given: [{ code: "water", n: 4 }] });
});
