/** "In 0:12: text to Plover. Then: ask Wren too, phone Ray Costa; over at 22:10:08." Who is next is named. */
import type { Assignment, Call } from "../../../schema";
import { t } from "../../../text/desk/board";
import { clockSeconds, countdown, list } from "../../../text/times";
import { type Desk, fieldOf } from "../board/use";
import type { OnStrip } from "../rules/handovers";
import { unitName, whomToPhone } from "../parts/words";
import { offerable, whoCouldGo } from "../rules/order";
import { comingSteps, type Step } from "./rules";

/** The team that would be asked next, by name. */
const nextTeam = (call: Call, desk: Desk): string | null =>
  offerable(whoCouldGo(call, fieldOf(desk)))[0]?.unit.name ?? null;

/** What is to be done about an offer that nobody answers, by policy; null where nothing more is proposed. */
const proposed = (call: Call, desk: Desk): string | null => {
  const { policy } = desk;
  if (policy.unanswered === "nothing") return null;
  if (policy.unanswered === "supervisor") {
    return policy.on_call === null
      ? t("next.supervisor")
      : t("next.decides", { people: whomToPhone([policy.on_call]) });
  }
  const team = nextTeam(call, desk);
  return team === null ? t("next.nobody") : t("next.team", { team });
};

const stepWords = (step: Step, assignment: Assignment, call: Call, desk: Desk): string => {
  const unit = desk.units.get(assignment.unit_id);
  const team = unitName(desk.units, assignment.unit_id);
  switch (step) {
    case "text":
      return t("next.text", { team });
    case "raise":
      return proposed(call, desk) ?? "";
    case "phone":
      return t("next.phone", { people: list((unit?.members ?? []).map(({ name }) => name)) || team });
    case "over":
      return t("next.over");
  }
};

/** What comes next by itself, and when; null for an offer of which nothing is known yet. */
export const comingWords = (assignment: Assignment, desk: Desk): string | null => {
  const call = desk.calls.get(assignment.call_id);
  if (call === undefined) return null;
  const rules = { texts: desk.client.session.org.texts === true, unanswered: desk.policy.unanswered ?? "next_team" };
  const [first, ...then] = comingSteps(assignment, call.priority, rules, desk.now);
  if (first === undefined) return null;
  const words = (step: Step): string => stepWords(step, assignment, call, desk);
  const left = countdown(first.at - desk.now);
  const rest = then.filter(({ step }) => step !== "over").map(({ step }) => words(step));
  const over = then.find(({ step }) => step === "over");
  return [
    t("next.first", { left, what: words(first.step) }),
    ...(rest.length === 0 ? [] : [t("next.then", { what: list(rest) })]),
    ...(over === undefined ? [] : [t("next.ends", { time: clockSeconds(over.at) })]),
  ].join(" ");
};

const UNANSWERED: ReadonlySet<OnStrip["kind"]> = new Set(["offer_unanswered", "offer_unreached", "offer_waits"]);

/** Behind an alarm about an offer: the team to ask next, or who decides; null for any other alarm. */
export const nextWords = (alarm: OnStrip, desk: Desk): string | null => {
  const call = desk.calls.get(alarm.call_id ?? "");
  return call === undefined || !UNANSWERED.has(alarm.kind) ? null : proposed(call, desk);
};
