/** Who is proposed for somebody who calls for help, by the policy of a city or a site. A person decides. Pure. */
import type { HelpPolicy, HelpSentCode } from "../../schema";

/** The one that counts: each that is set takes the place of the one before. */
export const newestOf = (all: Iterable<HelpPolicy>): HelpPolicy | undefined =>
  [...all].toSorted((one, other) => other.number - one.number)[0];

/** `first` before the others, which stay in their order. */
export const orderedBy = (first: HelpSentCode, usual: readonly HelpSentCode[]): readonly HelpSentCode[] => [
  first,
  ...usual.filter((to) => to !== first),
];

export interface Proposed {
  readonly to: HelpSentCode;
  /** May it be sent: there is a team; police are preset, or a life is at risk. */
  readonly may: boolean;
  /** The next one the policy proposes. */
  readonly isNext: boolean;
}

/**
 * Whom the policy proposes, in its order, and after them whom it does not name. With a life at risk an ambulance is
 * next after the first team; the police come where the policy has them, and only then.
 */
export const proposed = (
  policy: Pick<HelpPolicy, "order" | "police_preset">,
  usual: readonly HelpSentCode[],
  now: { readonly atRisk: boolean; readonly hasTeam: boolean; readonly sent: readonly HelpSentCode[] },
): readonly Proposed[] => {
  const order = [...policy.order, ...usual.filter((to) => !policy.order.includes(to))];
  const may = (to: HelpSentCode): boolean =>
    to === "team" ? now.hasTeam : to !== "police" || policy.police_preset || now.atRisk;
  const left = order.filter((to) => may(to) && !now.sent.includes(to));
  const isUrgent = now.atRisk && left.includes("ambulance") && left[0] !== "team";
  const next = isUrgent ? "ambulance" : left[0];
  return order.map((to) => ({ to, may: may(to), isNext: to === next }));
};
