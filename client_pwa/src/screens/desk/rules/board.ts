/** Which calls stand where on the board, and what is true of an assignment. */
import type { Alarm, Assignment, AssignmentStateCode, Backup, Call, CommandArgs, Help, Roll } from "../../../schema";
import { isUnderWayState } from "../../../sync/states";
import { askedBackups } from "../backup/rules";
import { missedRolls } from "../helping/rolls";
import { byUrgency } from "./age";
import { missedCheckIns } from "./checkins";
import { type OnStrip, openHandovers } from "./handovers";
import { callsForHelp } from "./helps";

export const isAsked = (assignment: Assignment): boolean => assignment.state === "offered";
export const isWith = (assignment: Assignment): boolean => isUnderWayState(assignment.state);
export const isOpen = (assignment: Assignment): boolean => isAsked(assignment) || isWith(assignment);

export const isClosed = (call: Pick<Call, "status">): boolean =>
  call.status === "closed" || call.status === "cancelled";

/** A call with its assignments, the newest first. */
export interface Standing {
  readonly call: Call;
  readonly assignments: readonly Assignment[];
}

export interface Board {
  /** Nobody has said yes. */
  readonly waiting: readonly Standing[];
  /** A team has it. */
  readonly with_teams: readonly Standing[];
  readonly closed: readonly Standing[];
}

/** The teams on a call: those that were sent, then those that went all the same. */
export const onIt = (assignments: readonly Assignment[]): readonly Assignment[] =>
  assignments.filter(isWith).sort((one, other) => Number(one.self_initiated) - Number(other.self_initiated));

type Place = keyof Board;

const placeOf = ({ call, assignments }: Standing): Place => {
  if (assignments.some(isWith)) return "with_teams";
  if (isClosed(call)) return "closed";
  if (assignments.some(isAsked)) return "waiting";
  // The last team is clear: the server closes the call by itself, and this desk need not wait to see it.
  return assignments.some((it) => it.state === "cleared") ? "closed" : "waiting";
};

/** By a key of each, in the order they came. */
export const grouped = <T>(all: Iterable<T>, key: (one: T) => string): ReadonlyMap<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(key(one));
    if (group === undefined) groups.set(key(one), [one]);
    else group.push(one);
  }
  return groups;
};

/** Each call with its assignments. */
export const standings = (calls: Iterable<Call>, assignments: Iterable<Assignment>): readonly Standing[] => {
  const of = grouped(assignments, (assignment) => assignment.call_id);
  return [...calls].map((call) => ({
    call,
    assignments: (of.get(call.id) ?? []).sort((one, other) => other.offered_at - one.offered_at),
  }));
};

/** The board: by priority, then by how long they have waited; closed ones by when. */
export const boardOf = (all: readonly Standing[], now: number): Board => {
  const board: Record<Place, Standing[]> = { waiting: [], with_teams: [], closed: [] };
  for (const standing of all) board[placeOf(standing)].push(standing);
  const order = byUrgency(now);
  for (const place of ["waiting", "with_teams"] as const) {
    board[place].sort((one, other) => order(one.call, other.call));
  }
  board.closed.sort((one, other) => (other.call.closed_at ?? 0) - (one.call.closed_at ?? 0));
  return board;
};

/** The calls in the order J and K go through them. */
export const inOrder = (board: Board): readonly Standing[] => [...board.waiting, ...board.with_teams, ...board.closed];

/** Somebody came to the place of the call, or finished it. */
const wasThere = (assignment: Assignment): boolean => assignment.arrived_at !== null || assignment.state === "cleared";

/** May the desk close it: at once, with a reason or a result by phone, or not while a team is asked or on it. */
export const closing = (standing: Standing): "closed" | "team_open" | "ready" | "needs_reason" => {
  if (placeOf(standing) === "closed") return "closed";
  if (standing.assignments.some(isOpen)) return "team_open";
  return standing.assignments.some(wasThere) ? "ready" : "needs_reason";
};

/** Since when it is as it is. */
export const since = (assignment: Assignment): number =>
  assignment.ended_at ??
  assignment.dest_at ??
  assignment.transport_at ??
  assignment.contact_at ??
  assignment.arrived_at ??
  assignment.staged_at ??
  assignment.enroute_at ??
  assignment.accepted_at ??
  assignment.offered_at;

type Ending = CommandArgs["assignment.end"]["ending"];

const ENDINGS: Readonly<Partial<Record<AssignmentStateCode, readonly Ending[]>>> = {
  offered: ["withdrawn"],
  accepted: ["cancelled", "preempted", "reassigned"],
  enroute: ["cancelled", "preempted", "reassigned"],
  staging: ["cancelled", "reassigned"],
  on_scene: ["cancelled", "transferred", "reassigned"],
  contact: ["cancelled", "transferred", "reassigned"],
  transporting: ["cancelled", "reassigned"],
  at_destination: ["cancelled", "reassigned"],
};

/** How the desk may end it from where it is; an offer is only taken back. */
export const endings = (assignment: Pick<Assignment, "state">): readonly Ending[] => ENDINGS[assignment.state] ?? [];

const URGENT: Readonly<Record<OnStrip["kind"], number>> = {
  help: -2,
  backup: -1,
  check_in: 0,
  roll: 0,
  phone_them: 0,
  offer_unanswered: 1,
  offer_unreached: 1,
  offer_waits: 1,
  skill_lost: 1,
  gap: 1,
  handover: 1,
  call_back: 2,
  self_initiated: 2,
  too_late: 2,
  after_end: 2,
  given: 3,
  id_reuse: 3,
  unreadable: 3,
  custody: 4,
  handoff: 5,
};

/**
 * Whoever calls for help, teams that ask for backup, teams that did not check in, alarms nobody has taken and calls passed on that nobody has yet, worst first: by kind,
 * by the call's priority, the oldest first.
 */
export const openAlarms = (
  alarms: Iterable<Alarm>,
  calls: ReadonlyMap<string, Call>,
  assignments: readonly Assignment[] = [],
  helps: Iterable<Help> = [],
  backups: Iterable<Backup> = [],
  rolls: Iterable<Roll> = [],
): readonly OnStrip[] => {
  const priority = (alarm: OnStrip): string => calls.get(alarm.call_id ?? "")?.priority ?? "P9";
  const untaken = [...alarms].filter((alarm) => alarm.resolved_at === null);
  const teams = [
    ...callsForHelp(helps, assignments),
    ...askedBackups(backups),
    ...missedCheckIns(assignments),
    ...missedRolls(rolls),
  ];
  return [...teams, ...untaken, ...openHandovers(calls.values())].sort(
    (one, other) =>
      URGENT[one.kind] - URGENT[other.kind] ||
      priority(one).localeCompare(priority(other)) ||
      one.raised_at - other.raised_at,
  );
};
