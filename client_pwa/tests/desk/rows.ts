/** Calls, teams and assignments for the desk's tests: whole records, so that a test names only what it is about. */
import type { Alarm, Assignment, Call, SkillCode, Unit } from "../../src/schema";

export const NOON = Date.UTC(2026, 9, 14, 12);
export const MINUTE = 60_000;

export const aCall = (call: Partial<Call> & { readonly id: string }): Call => ({
  number: "0238",
  status: "queued",
  source: "line727",
  type_code: "MH_CRISIS",
  priority: "P2",
  taxonomy_version: 1,
  received_at: NOON,
  entered_at: NOON,
  triaged_at: NOON,
  first_offer_at: null,
  closed_at: null,
  triage_result: "alt_only",
  would_have_gone_to: "police",
  not_sent_reason: null,
  screening: {},
  caller_role: "bystander",
  location_kind: "outdoor_public",
  area: "Northgate",
  language: null,
  minor_involved: "unknown",
  persons_count: null,
  version: 1,
  ...call,
});

export const anAssignment = (assignment: Partial<Assignment> & { readonly id: string }): Assignment => ({
  call_id: "call-1",
  unit_id: "wren",
  state: "offered",
  offered_at: NOON,
  answer_by: NOON + 2 * MINUTE,
  accepted_at: null,
  enroute_at: null,
  staged_at: null,
  arrived_at: null,
  contact_at: null,
  transport_at: null,
  dest_at: null,
  cleared_at: null,
  ended_at: null,
  ending: null,
  decline_reason: null,
  self_initiated: false,
  outcome: "none",
  origin: "device",
  said_by: null,
  ladder: [],
  version: 1,
  ...assignment,
});

export const aUnit = (id: string, skills: readonly SkillCode[], unit: Partial<Unit> = {}): Unit => ({
  id,
  name: id[0]?.toUpperCase() + id.slice(1),
  status: "available",
  status_at: NOON - 20 * MINUTE,
  shift_id: `shift-${id}`,
  shift_started_at: NOON - 60 * MINUTE,
  skills,
  members: [],
  version: 1,
  ...unit,
});

export const anAlarm = (alarm: Partial<Alarm> & { readonly id: string }): Alarm => ({
  kind: "offer_unanswered",
  call_id: null,
  assignment_id: null,
  unit_id: null,
  raised_at: NOON,
  resolved_at: null,
  missed: [],
  missed_count: 0,
  ...alarm,
});
