/** What it costs to move a team, and in place of whom a team was asked, in a sentence. */
import type { Assignment } from "../../../schema";
import { t } from "../../../text/desk/board";
import { list, span } from "../../../text/times";
import type { Desk } from "../board/use";
import { numberOf, unitName } from "../parts/words";
import { isAsked } from "../rules/board";
import { type Move, successor } from "./rules";

/** "Heron leaves 0238 P3, waiting 12 min; it goes back to the queue with its age." */
export const costWords = ({ candidate, left, staying }: Move, { units, now }: Pick<Desk, "units" | "now">): string => {
  const about = { team: candidate.unit.name, call: numberOf(left), priority: left.priority };
  if (staying.length === 0) return t("move.cost", { ...about, span: span(now - left.received_at) });
  const others = list(staying.map((it) => unitName(units, it.unit_id)));
  return t("move.costShared", { ...about, others, n: staying.length });
};

const cameFrom = (assignment: Assignment, desk: Desk): readonly string[] => {
  const before = desk.assignments.get(assignment.instead_of ?? "");
  if (before === undefined) return [];
  return before.unit_id === assignment.unit_id
    ? [t("move.from", { call: numberOf(desk.calls.get(before.call_id)) })]
    : [t("instead.of", { team: unitName(desk.units, before.unit_id) })];
};

const followedBy = (assignment: Assignment, desk: Desk): readonly string[] => {
  const next = successor(assignment, desk);
  if (next === undefined || next.unit_id === assignment.unit_id) return [];
  return [t(isAsked(next) ? "instead.by" : "instead.goes", { other: unitName(desk.units, next.unit_id) })];
};

/** "Moved from 0238 · Plover is asked to go instead"; null where there is nothing of that. */
export const linkWords = (assignment: Assignment, desk: Desk): string | null => {
  const words = [...cameFrom(assignment, desk), ...followedBy(assignment, desk)];
  return words.length === 0 ? null : words.join(" · ");
};
