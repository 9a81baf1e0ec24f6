/** Where a call stands, in one sentence: the first thing to read about it. */
import type { Unit } from "../../../schema";
import { t } from "../../../text/desk/board";
import { countdown, list, span } from "../../../text/times";
import type { Edition } from "../editions/rules";
import { age } from "../rules/age";
import { isAsked, onIt, type Standing, since } from "../rules/board";
import { isSilent, isUnsent } from "../rules/ladder";
import { ageWords } from "./agebar";
import { doing, unitName } from "./words";

interface Known {
  readonly units: ReadonlyMap<string, Unit>;
  readonly now: number;
  readonly edition: Pick<Edition, "waitMs">;
}

const teams = (all: Standing["assignments"], { units }: Known): string =>
  list(all.map((it) => unitName(units, it.unit_id)));

const asked = (all: Standing["assignments"], known: Known): string => {
  const team = teams(all, known);
  if (all.every(isUnsent)) return t("stands.unsent", { team });
  if (all.every((it) => isSilent(it, known.now))) return t("stands.silent", { team });
  const until = Math.max(...all.map((it) => it.answer_by ?? 0));
  return until > known.now
    ? t("stands.asked", { team, left: countdown(until - known.now) })
    : t("stands.over", { team });
};

const out = (all: Standing["assignments"], known: Known): string => {
  const sent = all.filter((it) => !it.self_initiated);
  const too = all.filter((it) => it.self_initiated);
  if (sent.length > 0 && too.length > 0) return `${out(sent, known)} ${t("stands.too", { team: teams(too, known) })}`;
  const [only] = all;
  if (only === undefined || all.length > 1) return t("stands.several", { teams: teams(all, known) });
  return t("stands.with", { team: teams(all, known), doing: doing(only), span: span(known.now - since(only)) });
};

/** "Juniper is asked; its phone has not answered. Call them." Empty for a call that is over. */
export const stands = ({ call, assignments }: Standing, known: Known): string => {
  const there = onIt(assignments);
  const open = assignments.filter(isAsked);
  if (there.length > 0 && open.length > 0) return `${out(there, known)} ${asked(open, known)}`;
  if (there.length > 0) return out(there, known);
  if (open.length > 0) return asked(open, known);
  const waits = ageWords(age(call, known.now, known.edition)).filter((part) => part !== "");
  return t(assignments.length === 0 ? "stands.nobody" : "stands.again", { age: waits.join(", ") });
};
