/**
 * Where the screening answers point. A proposal with its reasons; the dispatcher may differ and what they chose is kept.
 *
 * "Don't know" is an answer and changes nothing by itself; it is shown, so that it can be said to the team.
 */
import type {
  AnswerCode,
  NotSentReasonCode,
  PriorityCode,
  ScreeningKeyCode,
  TriageResultCode,
  TypeCodeCode,
} from "../../../schema";
import type { Edition } from "../editions/rules";
import { TYPES } from "./types";

export type Answers = Readonly<Partial<Record<ScreeningKeyCode, AnswerCode>>>;

/** Asked in this order: what can kill first. A private home is known from the kind of place. */
export const QUESTIONS = [
  "injury_serious",
  "violence_now",
  "weapon",
  "threat_specific",
  "attempt_now",
  "crime_progress",
  "fire_haz",
  "dv",
  "minor_alone",
  "caller_wants_police",
  "premise_flag",
] as const satisfies readonly ScreeningKeyCode[];

/** The questions nobody has an answer to yet. What is not asked is stored as not asked, never as "no". */
export const openOf = (answers: Answers): readonly ScreeningKeyCode[] =>
  QUESTIONS.filter((key) => answers[key] === undefined);

/** The call-taker asked each of these, and all were answered with no. */
export const noToAll = (answers: Answers, asked: readonly ScreeningKeyCode[]): Answers => ({
  ...answers,
  ...Object.fromEntries(asked.map((key) => [key, "no"] as const)),
});

/** Takes answers back: these were not asked after all. */
export const unasked = (answers: Answers, keys: readonly ScreeningKeyCode[]): Answers => {
  const kept = Object.entries(answers).filter(([key]) => !keys.some((each) => each === key));
  return Object.fromEntries(kept);
};

/** Something to do or to say beside the result. */
export type Hint = "ambulance" | "supervisor" | "standby" | "youth" | "safe_to_talk" | "tell_caller" | "place" | "home";

export interface Proposal {
  readonly result: TriageResultCode;
  /** The answers it rests on; empty when nothing speaks against sending a team alone. */
  readonly because: readonly ScreeningKeyCode[];
  readonly hints: readonly Hint[];
  readonly unknown: readonly ScreeningKeyCode[];
  readonly answered: number;
}

const POLICE: readonly ScreeningKeyCode[] = ["weapon", "crime_progress", "fire_haz"];
const AMBULANCE: readonly ScreeningKeyCode[] = ["injury_serious", "attempt_now"];

const HINTS: readonly (readonly [ScreeningKeyCode, Hint])[] = [
  ["weapon", "standby"],
  ["threat_specific", "supervisor"],
  ["dv", "safe_to_talk"],
  ["minor_alone", "youth"],
  ["caller_wants_police", "tell_caller"],
  ["premise_flag", "place"],
  ["private_home", "home"],
];

/** The result, worst answer first: danger to the team, then life, then what the caller wants. */
const resultOf = (
  type: TypeCodeCode | null,
  yes: (keys: readonly ScreeningKeyCode[]) => readonly ScreeningKeyCode[],
): Pick<Proposal, "result" | "because"> => {
  const rule = type === null ? undefined : TYPES[type];
  const steps: readonly (readonly [TriageResultCode, readonly ScreeningKeyCode[]])[] = [
    ["police_only", yes(POLICE)],
    ["alt_standby", yes(["violence_now"])],
    ["alt_with_ems", yes(AMBULANCE)],
    ["police_only", yes(["caller_wants_police"])],
  ];
  const found = steps.find(([, because]) => because.length > 0);
  if (found !== undefined) return { result: found[0], because: found[1] };
  if (rule?.ambulance === true) return { result: "alt_with_ems", because: [] };
  return { result: rule?.phone === true ? "phone_resolved" : "alt_only", because: [] };
};

/** What these answers point to. With no answer at all the call counts as never screened. */
export const propose = (type: TypeCodeCode | null, answers: Answers): Proposal => {
  const yes = (keys: readonly ScreeningKeyCode[]): readonly ScreeningKeyCode[] =>
    keys.filter((key) => answers[key] === "yes");
  const answered = QUESTIONS.filter((key) => answers[key] !== undefined).length;
  const { result, because } = resultOf(type, yes);
  const hurt = yes(AMBULANCE).length > 0 && result !== "alt_with_ems";
  return {
    result: answered === 0 && result === "alt_only" ? "not_triaged" : result,
    because,
    hints: [
      ...(hurt ? (["ambulance"] as const) : []),
      ...HINTS.filter(([key]) => answers[key] === "yes").map(([, hint]) => hint),
    ],
    unknown: QUESTIONS.filter((key) => answers[key] === "unknown"),
    answered,
  };
};

/** How urgent: by the type, and never less than P1 when a life may be at risk. */
export const proposePriority = (
  type: TypeCodeCode | null,
  answers: Answers,
  edition: Pick<Edition, "priority">,
): PriorityCode => {
  if (AMBULANCE.some((key) => answers[key] === "yes")) return "P1";
  return type === null ? "P3" : edition.priority(type);
};

const NO_TEAM: ReadonlySet<TriageResultCode> = new Set([
  "police_only",
  "ems_only",
  "phone_resolved",
  "transfer_988",
  "transfer_211",
  "self_help",
  "duplicate",
]);

/** Whether a team of ours goes. */
export const sendsTeam = (result: TriageResultCode): boolean => !NO_TEAM.has(result);

/** Results that close a call by phone without any further reason. */
export const BY_PHONE = [
  "phone_resolved",
  "transfer_988",
  "transfer_211",
  "self_help",
  "duplicate",
] as const satisfies readonly TriageResultCode[];

const USUAL_REASONS: readonly NotSentReasonCode[] = [
  "no_unit_available",
  "outside_hours",
  "outside_area",
  "police_took",
  "ems_took",
  "caller_cancelled",
  "no_skill_match",
  "language",
  "timed_out",
  "safety_hold",
  "system_down",
  "unknown",
];

/** A reason of its own for each screening question that can rule a team out. */
const RULED_OUT: Readonly<Partial<Record<ScreeningKeyCode, NotSentReasonCode>>> = {
  weapon: "disqualifier:weapon",
  violence_now: "disqualifier:violence_now",
  threat_specific: "disqualifier:threat_specific",
  injury_serious: "disqualifier:injury_serious",
  attempt_now: "disqualifier:attempt_now",
  crime_progress: "disqualifier:crime_progress",
  fire_haz: "disqualifier:fire_haz",
  private_home: "disqualifier:private_home",
  caller_wants_police: "disqualifier:caller_wants_police",
};

/** Reasons to choose from: what the answers ruled out first, then the usual ones. */
export const reasonsFor = (answers: Answers): readonly NotSentReasonCode[] => {
  const asked: readonly ScreeningKeyCode[] = [...QUESTIONS, "private_home"];
  const ruledOut = asked.flatMap((key) =>
    answers[key] === "yes" && RULED_OUT[key] !== undefined ? [RULED_OUT[key]] : [],
  );
  return [...ruledOut, ...USUAL_REASONS];
};
