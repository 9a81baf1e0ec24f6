/**
 * Check-ins as this device counts them, with signal or without: by when the team says that it is all right. Pure.
 *
 * The server decides, from all that was told; server/dispatch/rules/checkins.py has the same figures, and
 * tests/vectors/checkins.json proves that they agree. Fetched with the desk, and on a phone when it is first needed.
 */
import type { Assignment, Call, Unit } from "../../schema";
import type { CheckInType, Handlers } from "../overlay";

const MINUTE = 60_000;
const THERE = ["arrived_at", "contact_at"] as const;
const AWAY = ["transport_at", "dest_at"] as const;
/** The longest in somebody's home, or for one person alone. */
const CLOSE = 10;

interface Phase {
  readonly times: readonly (keyof Assignment & `${string}_at`)[];
  readonly first: number;
  readonly later: number;
}

const AT_PLACE: Phase = { times: THERE, first: 10, later: 20 };
const ELSEWHERE: Phase = { times: AWAY, first: 20, later: 20 };

/** The states in which a team checks in, and how many minutes it has. */
const PHASE: Readonly<Partial<Record<Assignment["state"], Phase>>> = {
  staging: { times: ["staged_at"], first: 15, later: 15 },
  on_scene: AT_PLACE,
  contact: AT_PLACE,
  transporting: ELSEWHERE,
  at_destination: ELSEWHERE,
};

/** What the figures depend on besides the assignment. */
export interface Setting {
  readonly call: Pick<Call, "location_kind"> | undefined;
  readonly unit: Pick<Unit, "members"> | undefined;
}

const isClose = (phase: Phase, { call, unit }: Setting): boolean =>
  (unit !== undefined && unit.members.length <= 1) ||
  (phase === AT_PLACE && call?.location_kind === "private_residence");

const minutes = (phase: Phase, setting: Setting, isFirst: boolean): number => {
  const usual = isFirst ? phase.first : phase.later;
  return isClose(phase, setting) ? Math.min(usual, CLOSE) : usual;
};

/** By when this team checks in; null where nothing is asked. What the server said for this stage is not undercut. */
export const checkDue = (assignment: Assignment, setting: Setting): number | null => {
  const phase = PHASE[assignment.state];
  if (phase === undefined) return null;
  const times = phase.times.map((name) => assignment[name]).filter((at) => typeof at === "number");
  if (times.length === 0) return assignment.check_due_at ?? null;
  const checked = assignment.checked_at ?? null;
  const said = checked !== null && checked >= Math.min(...times) ? checked : null;
  const byStage = times.map((at) => at + minutes(phase, setting, said === null || said > at) * MINUTE);
  const byCheckIn = said === null ? 0 : said + minutes(phase, setting, false) * MINUTE;
  return Math.max(...byStage, byCheckIn, assignment.check_due_at ?? 0);
};

/** When this team last gave a sign of itself: by a stage or a check-in. */
export const lastSign = (assignment: Assignment): number | null => {
  const times = [...(PHASE[assignment.state]?.times ?? []), "checked_at"] as const;
  const known = times.map((name) => assignment[name]).filter((at) => typeof at === "number");
  return known.length === 0 ? null : Math.max(...known);
};

/** A check-in said so many minutes more than usual before the next. */
const checkedIn = (assignment: Assignment, setting: Setting, at: number, more: number): Assignment => {
  const after = { ...assignment, checked_at: Math.max(assignment.checked_at ?? 0, at) };
  const usual = checkDue({ ...after, checked_at: at, check_due_at: null }, setting);
  if (usual === null) return after;
  const due = Math.max(assignment.check_due_at ?? 0, usual + more * MINUTE);
  return { ...after, check_due_at: due, check_step: null, no_link: false };
};

export const CHECK_INS: Pick<Handlers, CheckInType> = {
  "assignment.check_in": (view, { entity, args, at, skew_ms }) => {
    const said = args.checked_at ?? null;
    const setting = { call: view.get("call", args.call_id), unit: view.get("unit", args.unit_id) };
    view.edit("assignment", entity, (assignment) =>
      checkedIn(assignment, setting, said === null ? at : said + skew_ms, args.more_min ?? 0),
    );
  },
};
