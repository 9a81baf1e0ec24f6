/** Who calls for help: on the strip until somebody at the desk has it, also when they say that it is over. Pure. */
import type { Assignment, Call, Help, HelpPolicy, HelpSentCode, Unit } from "../../../schema";
import { isUnderWayState } from "../../../sync/states";
import type { OnStrip } from "./handovers";
import type { Wanted } from "./order";

/** One for each that nobody has, with the call that the team is on. */
export const callsForHelp = (helps: Iterable<Help>, assignments: Iterable<Assignment>): readonly OnStrip[] => {
  const going = [...assignments];
  return [...helps]
    .filter((help) => help.taken_at === null)
    .map((help) => ({
      id: help.id,
      kind: "help",
      help,
      call_id: callOf(help, going),
      assignment_id: null,
      unit_id: help.unit_id,
      raised_at: help.raised_at,
      resolved_at: null,
    }));
};

/** The call that their team is on. */
export const callOf = (help: Help, assignments: Iterable<Assignment>): string | null =>
  [...assignments].find((it) => isUnderWayState(it.state) && it.unit_id === help.unit_id)?.call_id ?? null;

const LATE_MS = 60_000;

/** How long it lay on a phone without a signal, if that matters. */
export const laidFor = ({ raised_at, received_at }: Help): number | null =>
  received_at - raised_at > LATE_MS ? received_at - raised_at : null;

/** Nobody has said yet that it is over. */
export const isOpenHelp = ({ ended_at }: Help): boolean => ended_at === null;

/** Who is sent where nobody has set it here: our default, for a city to confirm. */
export const USUAL = {
  number: 0,
  order: ["team", "ambulance", "supervisor", "police"],
  police_preset: false,
  on_call: null,
  weapon_police: false,
  unanswered: "next_team",
} as const satisfies Policy;

/** What of a policy counts when somebody is sent. */
export type Policy = Pick<
  HelpPolicy,
  "number" | "order" | "police_preset" | "on_call" | "weapon_police" | "unanswered"
>;

/** The one that counts: each that is set takes the place of the one before. */
export const policyOf = (all: Iterable<HelpPolicy>): Policy =>
  [...all].toSorted((one, other) => other.number - one.number)[0] ?? USUAL;

export interface Proposal {
  readonly to: HelpSentCode;
  /** The best team, for whom it is a team. */
  readonly unit: Unit | null;
  /** May it be sent: there is a team; police are preset, or a life is at risk. */
  readonly may: boolean;
  /** The next one the policy proposes. */
  readonly isNext: boolean;
}

/**
 * Whom the policy proposes, in its order, and after them whom it does not name. With a life at risk an ambulance is
 * next after the first team; the police come where the policy has them, and only then.
 */
export const proposals = (
  policy: Policy,
  now: { readonly atRisk: boolean; readonly team: Unit | null; readonly sent: readonly HelpSentCode[] },
): readonly Proposal[] => {
  const order = [...policy.order, ...USUAL.order.filter((to) => !policy.order.includes(to))];
  const may = (to: HelpSentCode): boolean =>
    to === "team" ? now.team !== null : to !== "police" || policy.police_preset || now.atRisk;
  const left = order.filter((to) => may(to) && !now.sent.includes(to));
  const isUrgent = now.atRisk && left.includes("ambulance") && left[0] !== "team";
  const next = isUrgent ? "ambulance" : left[0];
  return order.map((to) => ({ to, unit: to === "team" ? now.team : null, may: may(to), isNext: to === next }));
};

/** What is looked for in a team that goes to a colleague: it is as near and as free as for a life at risk. */
export const asCall = (call: Call | undefined): Wanted => ({
  id: call?.id ?? "",
  priority: "P1",
  type_code: "ASSIST_AGENCY",
  area: call?.area ?? "unknown",
  language: null,
});
