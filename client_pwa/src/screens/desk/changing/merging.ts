/** Which calls may be merged into one, and what then happens, in a sentence. Pure. */
import type { Call } from "../../../schema";
import { t } from "../../../text/desk/board";
import { list } from "../../../text/times";
import type { Desk } from "../board/use";
import { numberOf, unitName } from "../parts/words";
import { inOrder, isClosed, isOpen, type Standing } from "../rules/board";
import { isAlike } from "./alike";

const isMerged = (call: Call): boolean => (call.merged_into ?? null) !== null;

export const mayLead = (call: Call): boolean => !isClosed(call) && !isMerged(call);

/** Every open call that is part of no other, those that may be about the same first. */
export const mergeable = (leader: Call, desk: Pick<Desk, "board">): readonly Standing[] => {
  const all = inOrder(desk.board).filter(({ call }) => call.id !== leader.id && mayLead(call));
  return [...all.filter((it) => isAlike(leader, it.call)), ...all.filter((it) => !isAlike(leader, it.call))];
};

/** Those that are part of it. */
export const partsOf = (leader: Call, calls: ReadonlyMap<string, Call>): readonly Call[] =>
  [...calls.values()].filter((it) => it.merged_into === leader.id);

/** What merging does, before it is done. */
export const mergeWords = (leader: Call, calls: readonly Call[], desk: Pick<Desk, "standing" | "units">): string => {
  const values = { calls: list(calls.map(numberOf)), call: numberOf(leader), n: calls.length };
  const live = calls.flatMap(({ id }) => desk.standing.get(id)?.assignments.filter(isOpen) ?? []);
  const teams = [...new Set(live.map((it) => unitName(desk.units, it.unit_id)))];
  const go = teams.length === 0 ? "" : ` ${t("merge.teams", { teams: list(teams), n: teams.length })}`;
  return `${t("merge.will", values)}${go}`;
};
