/** What this person's rows amount to: their team, the call they are on, what is asked of them. Pure. */
import type { Assignment, Call, Encounter, Unit } from "../../schema";
import type { Waiting } from "../../sync/client";
import { isAskedOf, isThereState, isUnderWayState, type Stage, STAGES, TIME_OF, UNDER_WAY } from "../../sync/states";

type Rows<R> = ReadonlyMap<string, R>;
type State = Assignment["state"];

/** The team this person is signed on to; null off duty. */
export const myUnit = (units: Rows<Unit>, person: string): Unit | null => {
  for (const unit of units.values()) {
    if (unit.shift_id !== null && unit.members.some((member) => member.person_id === person)) {
      return unit;
    }
  }
  return null;
};

/** The teams this person could start a shift with: those they were shown, and nobody else is needed for. */
export const startable = (units: Rows<Unit>): readonly Unit[] =>
  [...units.values()].sort((a, b) => a.name.localeCompare(b.name));

/** The colleagues on the same team, by name. */
export const partners = (unit: Unit, person: string): readonly string[] =>
  unit.members.filter((member) => member.person_id !== person).map((member) => member.name);

const OPEN_OR_DONE: ReadonlySet<State> = new Set<State>([...UNDER_WAY, "offered", "cleared"]);

export const isUnderWay = (assignment: Assignment): boolean => isUnderWayState(assignment.state);
/** With somebody: nothing takes the screen away. */
export const isBusy = (assignment: Assignment | null): boolean => assignment !== null && isThereState(assignment.state);

/** The team's; off duty, those of this person: a call goes on when a shift has ended. */
const ours = (assignments: Rows<Assignment>, unit: Unit | null, person = ""): readonly Assignment[] =>
  [...assignments.values()].filter((each) => (unit === null ? isAskedOf(each, person) : each.unit_id === unit.id));

/**
 * The assignment as the team lives it. One that was lost or ended, and that they went on all the same, has another
 * standing in for it once dispatch knows: what was begun under the old id goes on under the new.
 */
export const lived = (assignments: Rows<Assignment>, id: string): Assignment | null => {
  const named = assignments.get(id) ?? null;
  if (named === null || OPEN_OR_DONE.has(named.state) || named.arrived_at !== null) return named;
  const standIns = [...assignments.values()].filter(
    (each) => each.self_initiated && each.call_id === named.call_id && each.unit_id === named.unit_id,
  );
  return standIns.sort((a, b) => b.offered_at - a.offered_at)[0] ?? named;
};

/** Whether another team is on the same call now. */
export const isShared = (assignments: Rows<Assignment>, own: Assignment): boolean =>
  [...assignments.values()].some(
    (each) => each.call_id === own.call_id && each.unit_id !== own.unit_id && isUnderWay(each),
  );

/** The call the team, or this person off duty, is on; the one furthest along, if the desk gave it two. */
export const activeOf = (assignments: Rows<Assignment>, unit: Unit | null, person: string): Assignment | null => {
  const under = ours(assignments, unit, person).filter(isUnderWay);
  return under.find((assignment) => isBusy(assignment)) ?? under[0] ?? null;
};

/** Milliseconds left to answer; null where the offer has no end. */
export const timeLeft = (offer: Assignment, now: number): number | null =>
  offer.answer_by === null ? null : offer.answer_by - now;

/** Clocks differ a little: an offer that goes this close to its end ran out. */
const NEARLY = 2_000;

/** Whether the time to answer ran out. */
export const isOver = (offer: Assignment, now: number): boolean => {
  const left = timeLeft(offer, now);
  return left !== null && left < NEARLY;
};

/** The offer to answer now: ours, open, and not run out. The one with the least time first. */
export const offerOf = (assignments: Rows<Assignment>, unit: Unit | null, now: number): Assignment | null => {
  if (unit === null) return null;
  const open = ours(assignments, unit).filter((each) => each.state === "offered" && (timeLeft(each, now) ?? 1) > 0);
  const end = (each: Assignment): number => each.answer_by ?? Number.MAX_SAFE_INTEGER;
  return open.sort((a, b) => end(a) - end(b))[0] ?? null;
};

/** Calls of ours that were cleared and have no log yet, latest first; `person` tells whose off duty. */
export const logsDue = (
  assignments: Rows<Assignment>,
  encounters: Rows<Encounter>,
  calls: Rows<Call>,
  unit: Unit | null,
  person = "",
): readonly Assignment[] => {
  // Another team's log of the same call is not ours.
  const of = ({ call_id, unit_id }: Encounter | Assignment): string => `${call_id} ${unit_id}`;
  const logged = new Set([...encounters.values()].map(of));
  return ours(assignments, unit, person)
    .filter((each) => each.state === "cleared" && each.outcome !== "saved")
    .filter((each) => !logged.has(of(each)) && calls.has(each.call_id))
    .sort((a, b) => (b.cleared_at ?? 0) - (a.cleared_at ?? 0));
};

/** The one next step from here, and what else could be true instead. */
export interface Steps {
  readonly next: Stage;
  readonly other: Stage | null;
}

const NEXT: Readonly<Partial<Record<State, Steps>>> = {
  accepted: { next: "enroute", other: null },
  enroute: { next: "on_scene", other: "staging" },
  staging: { next: "on_scene", other: null },
  on_scene: { next: "contact", other: "cleared" },
  contact: { next: "cleared", other: "transporting" },
  transporting: { next: "at_destination", other: null },
  at_destination: { next: "cleared", other: null },
};

export const stepsFrom = (state: State): Steps | null => NEXT[state] ?? null;

export interface Rung {
  readonly stage: Stage;
  readonly at: number | null;
  readonly state: "done" | "now" | "todo";
  /** Saved on this phone, not sent. */
  readonly unsent: boolean;
}

/** Not on every call: these stand in the ladder only when they happened. */
const SELDOM: ReadonlySet<Stage> = new Set<Stage>(["staging", "transporting", "at_destination"]);

/**
 * The ladder of one call, with times. The last `unsent` steps taken are drawn dashed: saved here, not sent.
 * Waiting nearby and leaving together stand in it only when they happened; a step that was skipped stays open.
 */
export const ladder = (assignment: Assignment, unsent: number): readonly Rung[] => {
  const rungs = STAGES.filter((stage) => {
    if (!SELDOM.has(stage) || assignment.state === stage) return true;
    return timeOf(assignment, stage === "at_destination" ? "transporting" : stage) !== null;
  }).map((stage) => ({ stage, at: timeOf(assignment, stage) }));
  const taken = rungs.filter((rung) => rung.at !== null).map((rung) => rung.stage);
  const waiting = new Set(unsent > 0 ? taken.slice(-unsent) : []);
  return rungs.map(({ stage, at }) => {
    const isNow = assignment.state === stage && stage !== "cleared";
    const state = isNow ? "now" : at === null ? "todo" : "done";
    return { stage, at, state, unsent: waiting.has(stage) };
  });
};

const timeOf = (assignment: Assignment, stage: Stage): number | null => assignment[TIME_OF[stage]] ?? null;

/** How many steps of this call are saved on the phone and not sent, less those that were taken back. */
export const unsentSteps = (waiting: readonly Waiting[], { id, call_id }: Assignment): number => {
  const saved = (kind: string): number =>
    waiting.filter((it) => it.type === kind && [id, call_id].includes(it.entity) && it.state === "saved").length;
  // Of somebody they came across nobody has heard before that itself is sent: no step is.
  return saved("call.meet") * STAGES.length + saved("assignment.stage") - saved("assignment.take_back");
};

/** The call a referral or a late log belongs to: the one under way, else the last one cleared. */
export const callAtHand = (assignments: Rows<Assignment>, unit: Unit | null, person: string): Assignment | null => {
  const active = activeOf(assignments, unit, person);
  if (active !== null) return active;
  const cleared = [...assignments.values()].filter((each) => each.state === "cleared");
  return cleared.sort((a, b) => (b.cleared_at ?? 0) - (a.cleared_at ?? 0))[0] ?? null;
};
