/** A team, the call it was asked for, and the steps it tells. */
import type { Pending } from "../../src/sync/overlay";
import { NO_TABLES, type Tables, tabulate, turn } from "../../src/sync/replica";
import { NOON } from "./clock";
import { command } from "./pending";

export const ASSIGNMENT = {
  ...{ id: "a1", call_id: "c1", unit_id: "u1", state: "offered", offered_at: 1, answer_by: 9 },
  ...{ accepted_at: null, enroute_at: null, staged_at: null, arrived_at: null, contact_at: null },
  ...{ transport_at: null, dest_at: null, cleared_at: null, ended_at: null },
  ...{ self_initiated: false, outcome: "none", ladder: [], version: 3 },
};
export const CALL = { id: "c1", status: "queued", number: "12", first_offer_at: null, closed_at: null };
export const UNIT = {
  ...{ id: "u1", name: "Van 1", status: "available", status_at: 1, shift_id: null },
  ...{ members: [{ person_id: "p2", name: "Ben", skills: [] }], skills: [] },
};
export const tables = (...rows: readonly (readonly [string, { readonly id: string }])[]): Tables => {
  const puts = rows.map(([t, d]) => ({ s: ["desk"], t, id: d.id, ver: 1, d: { ...d } }));
  const page = { prev: null, cur: "c", puts, dels: [], add: [], drop: [], more: false };
  return tabulate(NO_TABLES, turn(new Map(), page));
};

export const TEAM = { call_id: "c1", unit_id: "u1" };
export const stage = (name: string, at = NOON, more: object = {}): Pending =>
  command("assignment.stage", "a1", { ...TEAM, stage: name, ...more }, at);
