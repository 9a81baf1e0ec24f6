/** What a state of an assignment means to every part of the app: phone, desk, manager and forecast. Pure. */
import type { Assignment, AssignmentStateCode, CommandArgs } from "../schema";

export type Stage = CommandArgs["assignment.stage"]["stage"];

/** What keeps the time of each step of a call. */
export const TIME_OF = {
  enroute: "enroute_at",
  staging: "staged_at",
  on_scene: "arrived_at",
  contact: "contact_at",
  transporting: "transport_at",
  at_destination: "dest_at",
  cleared: "cleared_at",
} as const satisfies Readonly<Record<Stage, keyof Assignment>>;

/** Every step of a call, in the order they come. */
export const STAGES = Object.keys(TIME_OF) as readonly Stage[];

/** A team has said yes and is not done; in the order in which it happens. */
export const UNDER_WAY = [
  "accepted",
  "enroute",
  "staging",
  "on_scene",
  "contact",
  "transporting",
  "at_destination",
] as const satisfies readonly AssignmentStateCode[];

/** A team is, or was, at the place and is not done. */
export const THERE = UNDER_WAY.slice(UNDER_WAY.indexOf("on_scene"));

const UNDER_WAY_STATES: ReadonlySet<string> = new Set(UNDER_WAY);
const THERE_STATES: ReadonlySet<string> = new Set(THERE);

export const isUnderWayState = (state: string | null): boolean => state !== null && UNDER_WAY_STATES.has(state);
export const isThereState = (state: string): boolean => THERE_STATES.has(state);

/** Asked of this person, or begun by them. What they are going on stays theirs when their shift ends. */
export const isAskedOf = ({ ladder, self_initiated }: Assignment, person: string): boolean =>
  ladder.some((rung) => rung.person_id === person) || (self_initiated && ladder.length === 0);
