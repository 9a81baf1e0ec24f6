/** What the desk knows of phones and of what arrived and could not be entered. Pure. */
import type { Device, Held, Member, Unit } from "../../../schema";
import { PROVEN_MS } from "../../../sync/later/proven";

/** A phone that is heard all the while is told of every five minutes; after that it fell silent. */
const SILENT_MS = 6 * 60_000;

export interface Phones {
  /** Saved on this team's phones and not sent, when they were last heard. */
  readonly unsent: number;
  /** When the team was last heard, if that is too long ago; null while it is heard, or has no phone. */
  readonly silentSince: number | null;
}

export const phonesOf = (unit: Unit, devices: Iterable<Device>, now: number): Phones => {
  const people = new Set(unit.members.map((member) => member.person_id));
  const own = [...devices].filter(({ person_id }) => person_id !== null && people.has(person_id));
  const heard = Math.max(...own.map(({ heard_at }) => heard_at));
  return {
    unsent: own.reduce((sum, { unsent }) => sum + unsent, 0),
    silentSince: own.length > 0 && now - heard > SILENT_MS ? heard : null,
  };
};

/** Whether a phone rings while its app is closed: heard this shift, known not to, or neither. */
export type Rings = "yes" | "no" | "unproven";

export const ringsOf = ({ alarm, alarm_at, in_a_tab_at }: Device, now: number): Rings => {
  if (typeof in_a_tab_at === "number") return "no";
  if (alarm === null || alarm === undefined || alarm === "untried") return "unproven";
  if (alarm !== "rang") return "no";
  return now - (alarm_at ?? 0) > PROVEN_MS ? "unproven" : "yes";
};

export interface Alarm {
  readonly member: Member;
  /** Null: they are signed in on no phone. */
  readonly device: Device | null;
  readonly rings: Rings;
}

/** The alarms of a team, phone by phone. */
export const alarmsOf = (unit: Unit, devices: Iterable<Device>, now: number): readonly Alarm[] => {
  const all = [...devices];
  return unit.members.flatMap((member): readonly Alarm[] => {
    const own = all.filter(({ person_id }) => person_id === member.person_id);
    if (own.length === 0) return [{ member, device: null, rings: "unproven" }];
    return own.map((device) => ({ member, device, rings: ringsOf(device, now) }));
  });
};

/** The people of a team by whether any of their phones rings; one that fails is worse than one that was not tried. */
export const people = (alarms: readonly Alarm[]): Readonly<Record<Rings, readonly Member[]>> => {
  const of = (member: Member): Rings => {
    const own = alarms.filter((alarm) => alarm.member === member).map(({ rings }) => rings);
    return own.includes("yes") ? "yes" : own.includes("no") ? "no" : "unproven";
  };
  const members = [...new Set(alarms.map(({ member }) => member))];
  const that = (rings: Rings) => members.filter((member) => of(member) === rings);
  return { yes: that("yes"), no: that("no"), unproven: that("unproven") };
};

/** The longest in custody first. */
export const inCustody = (held: Iterable<Held>): readonly Held[] =>
  [...held].sort((one, other) => one.held_at - other.held_at);

/** Whoever sent it, by the name on a team or a phone; null when this desk knows none. */
export const nameOf = (person: string, units: Iterable<Unit>, devices: Iterable<Device>): string | null => {
  const member = [...units].flatMap(({ members }) => members).find(({ person_id }) => person_id === person);
  const device = [...devices].find(({ person_id }) => person_id === person);
  return member?.name || device?.name || null;
};

/** An argument as a person reads it: codes and numbers as they are, what is inside something else on one line. */
export const argLines = (args: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] =>
  Object.entries(args)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => [name.replaceAll("_", " "), typeof value === "string" ? value : JSON.stringify(value)]);

const LATE_S = 3_600;

/** Is it time to say that the records stand on one machine only? Undefined: not told. */
export const isBackupLate = (age: number | null | undefined): boolean =>
  age !== undefined && (age === null || age > LATE_S);
