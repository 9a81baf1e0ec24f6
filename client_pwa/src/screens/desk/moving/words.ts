/** What it costs to move a team, and in place of whom a team was asked, in a sentence. */
import type { Assignment } from "../../../schema";
import { t } from "../../../text/desk/board";
import { list, span } from "../../../text/times";
import type { Desk } from "../board/use";
import { numberOf, unitName } from "../parts/words";
import { type Move, successor } from "./rules";

/** "Heron leaves 0238 P3, waiting 12 min; it goes back to the queue with its age." */
export const costWords = ({ candidate, left, staying }: Move, { units, now }: Pick<Desk, "units" | "now">): string => {
  const about = { team: candidate.unit.name, call: numberOf(left), priority: left.priority };
  if (staying.length === 0) return t("move.cost", { ...about, span: span(now - left.received_at) });
  const others = list(staying.map((it) => unitName(units, it.unit_id)));
  return t("move.costShared", { ...about, others, n: staying.length });
};

/** "Moved from 0238", "In place of Heron", "Plover is asked to go instead"; null where there is nothing of that. */
export const linkWords = (assignment: Assignment, desk: Desk): string | null => {
  const before = desk.assignments.get(assignment.instead_of ?? "");
  if (before !== undefined && before.unit_id === assignment.unit_id) {
    return t("move.from", { call: numberOf(desk.calls.get(before.call_id)) });
  }
  if (before !== undefined) return t("instead.of", { team: unitName(desk.units, before.unit_id) });
  const next = successor(assignment, desk);
  return next === undefined || next.unit_id === assignment.unit_id
    ? null
    : t("instead.by", { other: unitName(desk.units, next.unit_id) });
};
