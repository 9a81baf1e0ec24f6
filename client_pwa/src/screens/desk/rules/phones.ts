/** What the desk knows of phones and of what arrived and could not be entered. Pure. */
import type { Device, Held, Unit } from "../../../schema";

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
