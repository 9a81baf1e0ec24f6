/**
 * The outcome log as a form: which questions are asked, what can be answered together, what is still to go.
 *
 * Pure. What it lets through is what the server takes: nothing that contradicts itself can be tapped.
 */
import type {
  AgencyCode,
  AskedByCode,
  ContactResultCode,
  DestinationCode,
  OutcomeAnswers,
  RelativeCode,
  RepeatCode,
  ResolutionCode,
  ServiceCode,
  SupplyCode,
  TransportByCode,
  UnmetReasonCode,
  WouldHaveGoneToCode,
} from "../../schema";

/** The questions, in the order they are asked. */
export const AXES = ["contact", "ended", "moved", "others", "did", "safe"] as const;
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
}

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
  | { readonly on: "note"; readonly value: string };

export const met = (draft: Draft): boolean => draft.contact !== null && MET.has(draft.contact);

const ALWAYS: readonly AxisName[] = ["contact", "others", "safe"];
const IF_ANY: readonly AxisName[] = ["ended", "moved", "did"];

const declined = (draft: Draft): boolean => draft.contact === "contact_declined";

/** Of somebody who did not want help there is often no more to tell: these come last, and may stay open. */
export const isFree = (draft: Draft, axis: AxisName): boolean => declined(draft) && IF_ANY.includes(axis);

/** The questions that make sense after this contact: nobody met, nothing asked about them. */
export const asked = (draft: Draft): readonly AxisName[] => {
  if (declined(draft)) return [...ALWAYS, ...IF_ANY];
  return draft.contact !== null && !met(draft) ? ALWAYS : AXES;
};

const wasTaken = (draft: Draft): boolean => draft.ended.some((ended) => TAKEN.has(ended));
const mustHaveCome = (draft: Draft): boolean =>
  draft.ended.some((ended) => CAME[ended] !== undefined) || draft.movedBy === "ems" || draft.movedBy === "police";

const mayEnd = (draft: Draft, value: ResolutionCode): boolean => {
  if (draft.ended.includes(value)) return true;
  if (draft.ended.length >= MOST_ENDINGS) return false;
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
      return { persons: Math.max(1, Math.min(tap.value, MOST_GIVEN)) };
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
};

export const isAnswered = (draft: Draft, axis: AxisName): boolean => ANSWERED[axis](draft);

/** One answer of two: an unmet need without its reason, a ride without its end. */
const isHalf = (draft: Draft, axis: AxisName): boolean =>
  !isAnswered(draft, axis) &&
  ((axis === "ended" && draft.ended.length > 0) || (axis === "moved" && draft.movedBy !== null));

/** The questions that still wait for an answer, in order. */
export const toGo = (draft: Draft): readonly AxisName[] =>
  asked(draft).filter((axis) => (isFree(draft, axis) ? isHalf(draft, axis) : !isAnswered(draft, axis)));

/** Questions with more to say stay open until a later one is answered. */
const hasMore = (draft: Draft, axis: AxisName): boolean =>
  axis === "ended" ||
  axis === "did" ||
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
    default:
      return null;
  }
};

/** The finished form as the command says it; null while something is to go. Not asked is null, none is empty. */
export const answers = (draft: Draft): OutcomeAnswers | null => {
  if (draft.contact === null || toGo(draft).length > 0) return null;
  const common = {
    contact_result: draft.contact,
    others_on_scene: draft.others ?? [],
    would_have_gone_to: draft.without,
    team_safe: draft.safe === "yes",
    staff_injured: draft.safe === "yes" ? false : draft.hurt,
  };
  if (!met(draft)) return common;
  const { movedBy, destination } = draft;
  const did = isAnswered(draft, "did");
  return {
    ...common,
    resolution: draft.ended.length === 0 ? null : draft.ended,
    unmet_reason: draft.unmet,
    transport:
      movedBy === null || movedBy === "nobody" || destination === null
        ? null
        : { by: movedBy, destination, consented: draft.wanted },
    services: did ? (draft.services ?? []) : null,
    supplies: did
      ? Object.entries(draft.supplies).map(([code, quantity]) => ({ code: code as SupplyCode, quantity }))
      : null,
    persons_count: draft.persons,
    repeat_contact: draft.repeat,
  };
};

/** The form as somebody filled it in who saved these answers; where the order says nothing it is always the same. */
export const draftOf = (said: OutcomeAnswers): Draft => {
  const supplies = [...(said.supplies ?? [])].sort((one, other) => one.code.localeCompare(other.code));
  const form: Draft = {
    ...blank(said.would_have_gone_to ?? "unknown"),
    contact: said.contact_result,
    persons: said.persons_count ?? 1,
    repeat: said.repeat_contact ?? "unknown",
    ended: said.resolution ?? [],
    unmet: said.unmet_reason ?? null,
    others: [...(said.others_on_scene ?? [])].sort((one, other) => one.agency.localeCompare(other.agency)),
    services: said.services?.toSorted() ?? null,
    supplies: Object.fromEntries(supplies.map(({ code, quantity }) => [code, quantity])),
    hurt: said.staff_injured ?? null,
    safe: safeOf(said.team_safe ?? null),
  };
  if (!met(form)) return form;
  return { ...form, ...rideOf(said) };
};

const rideOf = ({ transport, contact_result }: OutcomeAnswers): Pick<Draft, "movedBy" | "destination" | "wanted"> => {
  const unsaid = contact_result === "contact_declined" ? null : "nobody";
  return {
    movedBy: transport?.by ?? unsaid,
    destination: transport?.destination ?? null,
    wanted: transport?.consented ?? null,
  };
};

const safeOf = (safe: boolean | null): Draft["safe"] => (safe === null ? null : safe ? "yes" : "no");

/** A kept draft, if it is one of ours; otherwise nothing. */
export const asDraft = (kept: unknown): Draft | null => {
  if (typeof kept !== "object" || kept === null) return null;
  const { version } = kept as { readonly version?: unknown };
  return version === 1 ? { ...blank("unknown"), ...kept, version: 1 } : null;
};
