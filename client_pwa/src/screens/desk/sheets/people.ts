/**
 * The people this desk has seen on a team: a shift is started with them. An off-duty team is told without its people, so
 * those once seen are kept, under this person's key like a draft.
 */
import { useEffect, useState } from "preact/hooks";
import type { Member, Unit } from "../../../schema";
import type { SyncClient } from "../../../sync/client";

/** A person, and the team they are on now. */
export interface Seen {
  readonly member: Member;
  readonly on: string | null;
}

const KEY = "desk.people";

const isMember = (value: unknown): value is Member =>
  typeof value === "object" &&
  value !== null &&
  "person_id" in value &&
  typeof value.person_id === "string" &&
  "name" in value &&
  typeof value.name === "string" &&
  "skills" in value &&
  Array.isArray(value.skills);

/** What was kept, as far as it can be read. */
export const readPeople = (kept: unknown): readonly Member[] => (Array.isArray(kept) ? kept.filter(isMember) : []);

/** Everybody known, those on no team first, by name; who is on a team now with that team's newest words. */
export const everybody = (kept: readonly Member[], units: Iterable<Unit>): readonly Seen[] => {
  const known = new Map<string, Seen>(kept.map((member) => [member.person_id, { member, on: null }]));
  for (const unit of units) {
    for (const member of unit.members) {
      const before = known.get(member.person_id)?.member;
      const name = member.name === "" ? (before?.name ?? "") : member.name;
      known.set(member.person_id, { member: { ...member, name }, on: unit.shift_id === null ? null : unit.name });
    }
  }
  return [...known.values()].sort(
    (one, other) =>
      Number(one.on !== null) - Number(other.on !== null) || one.member.name.localeCompare(other.member.name),
  );
};

/** Everybody this desk knows; keeps whom it sees. */
export const usePeople = (client: SyncClient, units: ReadonlyMap<string, Unit>): readonly Seen[] => {
  const [kept, setKept] = useState<readonly Member[] | null>(null);
  useEffect(() => {
    client.draft.load(KEY).then(
      (found) => setKept(readPeople(found)),
      () => setKept([]),
    );
  }, [client]);
  useEffect(() => {
    if (kept === null) return;
    const now = everybody(kept, units.values()).map(({ member }) => member);
    if (JSON.stringify(now) === JSON.stringify(kept)) return;
    setKept(now);
    client.draft.keep(KEY, now).catch(() => undefined);
  }, [client, kept, units]);
  return everybody(kept ?? [], units.values());
};
