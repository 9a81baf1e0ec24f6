/**
 * The outcome log as a form: which questions are asked, what can be answered together, what is still to go.
 *
 * Pure. What it lets through is what the server takes: nothing that contradicts itself can be tapped.
 */
import type {
  AgencyCode,
  AgreementCode,
  AskedByCode,
  ContactResultCode,
  Demographics,
  DestinationCode,
  DisputeAboutCode,
  FollowUpCode,
  PresentingCode,
  RelativeCode,
  RepeatCode,
  ResolutionCode,
  ServiceCode,
  SupplyCode,
  TransportByCode,
  TypeCodeCode,
  UnmetReasonCode,
  WouldHaveGoneToCode,
} from "../../schema";

/** The questions, in the order they are asked. */
export const AXES = ["contact", "ended", "moved", "others", "did", "safe", "dispute"] as const;
export type AxisName = (typeof AXES)[number];

export interface Other {
  readonly agency: AgencyCode;
  readonly asked_by: AskedByCode;
  readonly when: RelativeCode;
}

export interface Draft {
  readonly version: 1;
  readonly contact: ContactResultCode | null;
  readonly persons: number;
  readonly repeat: RepeatCode;
  readonly ended: readonly ResolutionCode[];
  readonly unmet: UnmetReasonCode | null;
  readonly movedBy: TransportByCode | "nobody" | null;
  readonly destination: DestinationCode | null;
  readonly wanted: boolean | null;
  /** Null is not answered, empty is nobody else. */
  readonly others: readonly Other[] | null;
  /** Null is not answered, empty is nothing. */
  readonly services: readonly ServiceCode[] | null;
  readonly supplies: Readonly<Partial<Record<SupplyCode, number>>>;
  readonly safe: "yes" | "no" | null;
  readonly hurt: boolean | null;
  readonly without: WouldHaveGoneToCode;
  readonly note: string;
  /** What the person said of themselves; empty is nothing asked. */
  readonly person: Demographics;
  /** What the team noticed, in the order of the list. */
  readonly noticed: readonly PresentingCode[];
  /** Not part of the outcome: added to the sums of the team's week, and forgotten. */
  readonly felt: "yes" | "no" | null;
  /** Whether this call may have been a dispute to work on, by its type and what was done: told by the screen. */
  readonly mayBeDispute: boolean;
  readonly about: DisputeAboutCode | null;
  /** Of those at odds, how many were there. */
  readonly parties: number;
  readonly agreement: AgreementCode | null;
  readonly followUp: FollowUpCode;
}

/** Of neighbours and families. A quarrel with a partner is none of them: it is screened as danger (domain, call types). */
const DISPUTES: ReadonlySet<TypeCodeCode> = new Set([
  "DISPUTE_FAMILY",
  "DISPUTE_NEIGHBOR",
  "NOISE",
  "ANIMAL_NV",
  "PARKING_CIVIL",
]);

/** The form of a call of this type; whoever mediated is asked about it whatever the call was taken as. */
export const ofCall = (draft: Draft, type: TypeCodeCode): Draft => {
  const mediated = type !== "DISPUTE_PARTNER" && draft.services?.includes("mediation") === true;
  return { ...draft, mayBeDispute: DISPUTES.has(type) || mediated };
};

export const blank = (without: WouldHaveGoneToCode): Draft => ({
  version: 1,
  contact: null,
  persons: 1,
  repeat: "unknown",
  ended: [],
  unmet: null,
  movedBy: null,
  destination: null,
  wanted: null,
  others: null,
  services: null,
  supplies: {},
  safe: null,
  hurt: null,
  without,
  note: "",
  person: {},
  noticed: [],
  felt: null,
  mayBeDispute: false,
  about: null,
  parties: 2,
  agreement: null,
  followUp: "none",
});

const MET: ReadonlySet<ContactResultCode> = new Set(["contact_made", "contact_declined", "contact_phone"]);
const TAKEN: ReadonlySet<ResolutionCode> = new Set(["transported_service", "transported_medical"]);
/** Who must have been there if it ended so. */
const CAME: Readonly<Partial<Record<ResolutionCode, AgencyCode>>> = {
  ems_took_over: "ems",
  police_took_over: "police",
};
/** What needs hands, so that it cannot have been done by phone. */
const HANDS: ReadonlySet<ServiceCode> = new Set([
  "first_aid",
  "vitals",
  "wound_care",
  "naloxone_given",
  "transport",
  "syringe_collected",
]);
const MOST_ENDINGS = 3;
export const MOST_GIVEN = 99;

/** One tap on the form. */
export type Tap =
  | { readonly on: "contact"; readonly value: ContactResultCode }
  | { readonly on: "persons"; readonly value: number }
  | { readonly on: "repeat"; readonly value: RepeatCode }
  | { readonly on: "ended"; readonly value: ResolutionCode }
  | { readonly on: "unmet"; readonly value: UnmetReasonCode }
  | { readonly on: "moved"; readonly value: TransportByCode | "nobody" }
  | { readonly on: "destination"; readonly value: DestinationCode }
  | { readonly on: "wanted"; readonly value: boolean | null }
  | { readonly on: "others"; readonly value: AgencyCode | "nobody" }
  | { readonly on: "other"; readonly value: Other }
  | { readonly on: "service"; readonly value: ServiceCode | "nothing" }
  | { readonly on: "supply"; readonly value: SupplyCode; readonly n: number }
  | { readonly on: "safe"; readonly value: "yes" | "no" }
  | { readonly on: "hurt"; readonly value: boolean }
  | { readonly on: "without"; readonly value: WouldHaveGoneToCode }
  | { readonly on: "felt"; readonly value: "yes" | "no" }
  | { readonly on: "about"; readonly value: DisputeAboutCode }
  | { readonly on: "parties"; readonly value: number }
  | { readonly on: "agreement"; readonly value: AgreementCode }
  | { readonly on: "followUp"; readonly value: FollowUpCode }
  | { readonly on: "person"; readonly value: Demographics }
  | { readonly on: "noticed"; readonly value: readonly PresentingCode[] }
  | { readonly on: "note"; readonly value: string };

export const met = (draft: Draft): boolean => draft.contact !== null && MET.has(draft.contact);

const ALWAYS: readonly AxisName[] = ["contact", "others", "safe"];
const IF_ANY: readonly AxisName[] = ["ended", "moved", "did"];
const PLAIN = AXES.filter((axis) => axis !== "dispute");

const declined = (draft: Draft): boolean => draft.contact === "contact_declined";

/** Of somebody who did not want help there is often no more to tell: these come last, and may stay open. */
export const isFree = (draft: Draft, axis: AxisName): boolean =>
  axis === "dispute" || (declined(draft) && IF_ANY.includes(axis));

/** The questions that make sense after this contact: nobody met, nothing asked about them. */
export const asked = (draft: Draft): readonly AxisName[] => {
  if (draft.contact !== null && !met(draft)) return ALWAYS;
  const axes = declined(draft) ? [...ALWAYS, ...IF_ANY] : PLAIN;
  return draft.mayBeDispute || draft.about !== null ? [...axes, "dispute"] : axes;
};

const wasTaken = (draft: Draft): boolean => draft.ended.some((ended) => TAKEN.has(ended));
const mustHaveCome = (draft: Draft): boolean =>
  draft.ended.some((ended) => CAME[ended] !== undefined) || draft.movedBy === "ems" || draft.movedBy === "police";

/** Whether they agreed, and how it ended, are told apart: one cannot deny the other. */
const denies = (agreement: AgreementCode | null, ended: ResolutionCode): boolean =>
  agreement === "no" ? ended === "agreement_reached" : agreement !== null && ended === "cooled_no_agreement";

const mayEnd = (draft: Draft, value: ResolutionCode): boolean => {
  if (draft.ended.includes(value)) return true;
  if (draft.ended.length >= MOST_ENDINGS || denies(draft.agreement, value)) return false;
  if (value === "need_unmet") return !draft.ended.includes("no_need_found");
  if (value === "no_need_found") return !draft.ended.includes("need_unmet");
  return !(TAKEN.has(value) && draft.contact === "contact_phone");
};

/** Whether this answer can be true beside the others. What cannot is drawn off and does nothing. */
export const allowed = (draft: Draft, tap: Tap): boolean => {
  switch (tap.on) {
    case "ended":
      return mayEnd(draft, tap.value);
    case "moved":
      if (tap.value === "nobody") return !wasTaken(draft);
      return !(tap.value === "us" && draft.contact === "contact_phone");
    case "others":
      return !(tap.value === "nobody" && met(draft) && mustHaveCome(draft));
    case "service":
      return !(draft.contact === "contact_phone" && tap.value !== "nothing" && HANDS.has(tap.value));
    case "supply":
      return draft.contact !== "contact_phone";
    case "agreement":
      return !draft.ended.some((ended) => denies(tap.value, ended));
    default:
      return true;
  }
};

const toggled = <V>(list: readonly V[], value: V): readonly V[] =>
  list.includes(value) ? list.filter((each) => each !== value) : [...list, value];

const withOthers = (draft: Draft, value: AgencyCode | "nobody"): readonly Other[] | null => {
  if (value === "nobody") return [];
  const others = draft.others ?? [];
  const left = others.filter((other) => other.agency !== value);
  if (left.length < others.length) return left.length === 0 ? null : left;
  return [...others, { agency: value, asked_by: "unknown", when: "unknown" }];
};

const withService = (draft: Draft, value: ServiceCode | "nothing"): Partial<Draft> => {
  if (value === "nothing") return { services: [], supplies: {} };
  const services = toggled(draft.services ?? [], value);
  return { services: services.length === 0 ? null : services };
};

const withSupply = (draft: Draft, code: SupplyCode, n: number): Partial<Draft> => {
  const { [code]: _before, ...rest } = draft.supplies;
  return { supplies: n <= 0 ? rest : { ...rest, [code]: Math.min(n, MOST_GIVEN) } };
};

const changed = (draft: Draft, tap: Tap): Partial<Draft> => {
  switch (tap.on) {
    case "contact":
      return { contact: tap.value };
    case "persons":
    case "parties":
      return { [tap.on]: Math.max(1, Math.min(tap.value, MOST_GIVEN)) };
    case "ended":
      return { ended: toggled(draft.ended, tap.value) };
    case "moved":
      return { movedBy: tap.value };
    case "others":
      return { others: withOthers(draft, tap.value) };
    case "other":
      return {
        others: (draft.others ?? []).map((other) => (other.agency === tap.value.agency ? tap.value : other)),
      };
    case "service":
      return withService(draft, tap.value);
    case "supply":
      return withSupply(draft, tap.value, tap.n);
    case "felt":
      return { felt: draft.felt === tap.value ? null : tap.value };
    default:
      return { [tap.on]: tap.value };
  }
};

/** Answers that another answer has made impossible are asked again. */
const settled = (draft: Draft): Draft => {
  const byPhone = draft.contact === "contact_phone";
  return {
    ...draft,
    ended: byPhone ? draft.ended.filter((ended) => !TAKEN.has(ended)) : draft.ended,
    unmet: draft.ended.includes("need_unmet") ? draft.unmet : null,
    movedBy:
      (draft.movedBy === "nobody" && wasTaken(draft)) || (draft.movedBy === "us" && byPhone) ? null : draft.movedBy,
    others: draft.others?.length === 0 && met(draft) && mustHaveCome(draft) ? null : draft.others,
    services: byPhone ? (draft.services?.filter((service) => !HANDS.has(service)) ?? null) : draft.services,
    supplies: byPhone ? {} : draft.supplies,
  };
};

/** The form after a tap; the same form when the tap is impossible. */
export const tapped = (draft: Draft, tap: Tap): Draft =>
  allowed(draft, tap) ? settled({ ...draft, ...changed(draft, tap) }) : draft;

const ANSWERED: Readonly<Record<AxisName, (draft: Draft) => boolean>> = {
  contact: (draft) => draft.contact !== null,
  ended: (draft) => draft.ended.length > 0 && (!draft.ended.includes("need_unmet") || draft.unmet !== null),
  moved: (draft) => draft.movedBy === "nobody" || (draft.movedBy !== null && draft.destination !== null),
  others: (draft) => draft.others !== null,
  did: (draft) => draft.services !== null || Object.keys(draft.supplies).length > 0,
  safe: (draft) => draft.safe === "yes" || (draft.safe === "no" && draft.hurt !== null),
  dispute: (draft) => draft.about !== null && draft.agreement !== null,
};

export const isAnswered = (draft: Draft, axis: AxisName): boolean => ANSWERED[axis](draft);

/** One answer of two: an unmet need without its reason, a ride without its end, a dispute without what came of it. */
const isHalf = (draft: Draft, axis: AxisName): boolean =>
  !isAnswered(draft, axis) &&
  ((axis === "dispute" && (draft.about ?? draft.agreement) !== null) ||
    (axis === "ended" && draft.ended.length > 0) ||
    (axis === "moved" && draft.movedBy !== null));

/** The questions that still wait for an answer, in order. */
export const toGo = (draft: Draft): readonly AxisName[] =>
  asked(draft).filter((axis) => (isFree(draft, axis) ? isHalf(draft, axis) : !isAnswered(draft, axis)));

/** Questions with more to say stay open until a later one is answered. */
const hasMore = (draft: Draft, axis: AxisName): boolean =>
  axis === "ended" ||
  axis === "did" ||
  axis === "dispute" ||
  (axis === "moved" && draft.movedBy !== "nobody") ||
  (axis === "others" && draft.others?.length !== 0) ||
  (axis === "safe" && draft.safe === "no");

export interface Shown {
  readonly axis: AxisName;
  readonly look: "open" | "sum" | "todo";
  /** The one to answer next. */
  readonly now: boolean;
}

/** How each question stands on the screen. `opened` is the one the person asked to see. */
export const shown = (draft: Draft, opened: AxisName | null): readonly Shown[] => {
  const axes = asked(draft);
  const next = toGo(draft)[0] ?? null;
  return axes.map((axis, i) => {
    const later = axes.slice(i + 1).some((each) => isAnswered(draft, each));
    const stays = isAnswered(draft, axis) ? hasMore(draft, axis) && !later : axis === next;
    const open = axis === opened || stays;
    const folded = isAnswered(draft, axis) ? "sum" : "todo";
    return { axis, look: open ? "open" : folded, now: axis === next };
  });
};

/** Which question a tap answers; null for what is asked beside them. */
export const axisOf = (tap: Tap): AxisName | null => {
  switch (tap.on) {
    case "contact":
    case "persons":
    case "repeat":
      return "contact";
    case "ended":
    case "unmet":
      return "ended";
    case "moved":
    case "destination":
    case "wanted":
      return "moved";
    case "others":
    case "other":
      return "others";
    case "service":
    case "supply":
      return "did";
    case "safe":
    case "hurt":
      return "safe";
    case "about":
    case "parties":
    case "agreement":
    case "followUp":
      return "dispute";
    default:
      return null;
  }
};
