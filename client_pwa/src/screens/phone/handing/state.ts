/** What the shift before left to this team, as this phone knows it. Pure. */
import type { Handoff, Unit } from "../../../schema";

const ofTeam = (all: Iterable<Handoff>, unit: Unit): readonly Handoff[] =>
  [...all].filter((it) => it.unit_id === unit.id).toSorted((one, other) => one.made_at - other.made_at);

const isUnread = ({ read_at }: Handoff): boolean => (read_at ?? null) === null;

/** Which is to be read: the oldest that nobody has read. */
export const toRead = (all: Iterable<Handoff>, unit: Unit): Handoff | null => ofTeam(all, unit).find(isUnread) ?? null;

/** What is looked at: that, else the newest that was read. */
export const onScreen = (all: Iterable<Handoff>, unit: Unit): Handoff | null => {
  const every = [...all];
  return toRead(every, unit) ?? ofTeam(every, unit).at(-1) ?? null;
};

/** How many things are still to be seen to. */
export const toDo = ({ calls = [], logs = [], referrals = [], done = [] }: Handoff): number =>
  [...calls, ...logs, ...referrals].filter(({ id }) => !done.includes(id)).length;
