/** Who calls for help: on the strip until somebody at the desk has it, also when they say that it is over. Pure. */
import type { Assignment, Call, Help, HelpPolicy, HelpSentCode, Unit } from "../../../schema";
import { isUnderWayState } from "../../../sync/states";
import { newestOf, type Proposed, proposed } from "../../holding/policy";
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

export const policyOf = (all: Iterable<HelpPolicy>): Policy => newestOf(all) ?? USUAL;

export interface Proposal extends Proposed {
  /** The best team, for whom it is a team. */
  readonly unit: Unit | null;
}

export const proposals = (
  policy: Policy,
  now: { readonly atRisk: boolean; readonly team: Unit | null; readonly sent: readonly HelpSentCode[] },
): readonly Proposal[] =>
  proposed(policy, USUAL.order, { ...now, hasTeam: now.team !== null }).map((it) => ({
    ...it,
    unit: it.to === "team" ? now.team : null,
  }));

/** What is looked for in a team that goes to a colleague: it is as near and as free as for a life at risk. */
export const asCall = (call: Call | undefined): Wanted => ({
  id: call?.id ?? "",
  priority: "P1",
  type_code: "ASSIST_AGENCY",
  area: call?.area ?? "unknown",
  language: null,
});
