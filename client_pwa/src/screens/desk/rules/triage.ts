/**
 * Where the screening answers point. A proposal with its reasons; the dispatcher may differ and what they chose is kept.
 *
 * "Don't know" is an answer and changes nothing by itself; it is shown, so that it can be said to the team.
 */
import type {
  AdviceCode,
  AnswerCode,
  NotSentReasonCode,
  PriorityCode,
  Question,
  TowardsCode,
  TriageResultCode,
  TypeCodeCode,
} from "../../../schema";
import { asked, type Edition, FIRST } from "../editions/rules";

/** By the questions' ids. */
export type Answers = Readonly<Record<string, AnswerCode | undefined>>;

/** Those of these questions that nobody has an answer to yet. What is not asked is stored as such, never as "no". */
export const openOf = (answers: Answers, questions: readonly Question[]): readonly string[] =>
  questions.map(({ id }) => id).filter((id) => answers[id] === undefined);

/** The call-taker asked each of these, and all were answered with no. */
export const noToAll = (answers: Answers, ids: readonly string[]): Answers => ({
  ...answers,
  ...Object.fromEntries(ids.map((id) => [id, "no"] as const)),
});

/** Takes answers back: these were not asked after all. */
export const unasked = (answers: Answers, ids: readonly string[]): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([id]) => !ids.includes(id)));

/** Something to do or to say beside the result. */
export type Hint = "ambulance" | AdviceCode;

export interface Proposal {
  readonly result: TriageResultCode;
  /** The answers it rests on; empty when nothing speaks against sending a team alone. */
  readonly because: readonly string[];
  readonly hints: readonly Hint[];
  readonly unknown: readonly string[];
  readonly answered: number;
}

/** The worst first: danger to the team, then life, then what the caller wants. */
const WORST_FIRST = ["police", "standby", "ems", "wish"] as const satisfies readonly TowardsCode[];

const RESULT: Readonly<Record<TowardsCode, TriageResultCode>> = {
  police: "police_only",
  standby: "alt_standby",
  ems: "alt_with_ems",
  wish: "police_only",
};

/** The questions whose answer points towards them. Whatever was answered counts, whatever the type became since. */
const stopped = (answers: Answers, questions: readonly Question[], towards: TowardsCode): readonly string[] =>
  questions
    .filter(({ id, stops = [] }) => stops.some((it) => it.towards === towards && it.answer === answers[id]))
    .map(({ id }) => id);

/** What these answers point to, the worst first. With no answer at all the call counts as never screened. */
export const propose = (
  type: TypeCodeCode | null,
  answers: Answers,
  edition: Pick<Edition, "questions" | "leadsTo">,
): Proposal => {
  const { questions } = edition;
  const steps = WORST_FIRST.map((towards) => ({
    result: RESULT[towards],
    because: stopped(answers, questions, towards),
  }));
  const found = steps.find(({ because }) => because.length > 0);
  const { result, because } = found ?? { result: edition.leadsTo(type), because: [] };
  const now = asked(edition, type);
  const answered = now.filter(({ id }) => answers[id] !== undefined).length;
  const hurt = stopped(answers, questions, "ems").length > 0 && result !== "alt_with_ems";
  const advice = questions.flatMap((it) =>
    answers[it.id] === "yes" && it.advice !== undefined && it.advice !== null ? [it.advice] : [],
  );
  return {
    result: answered === 0 && result === "alt_only" ? "not_triaged" : result,
    because,
    hints: [...new Set<Hint>([...(hurt ? (["ambulance"] as const) : []), ...advice])],
    unknown: now.filter(({ id }) => answers[id] === "unknown").map(({ id }) => id),
    answered,
  };
};

/** How urgent: by the type, and never less than P1 when a life may be at risk. */
export const proposePriority = (
  type: TypeCodeCode | null,
  answers: Answers,
  edition: Pick<Edition, "priority" | "questions">,
): PriorityCode => {
  if (stopped(answers, edition.questions, "ems").length > 0) return "P1";
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
const RULED_OUT: Readonly<Record<string, NotSentReasonCode>> = {
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

/** What stands nearest where a question of the city's own stopped. */
const TOOK: Readonly<Record<TowardsCode, NotSentReasonCode>> = {
  police: "police_took",
  standby: "safety_hold",
  ems: "ems_took",
  wish: "police_took",
};

/** Reasons to choose from: what the answers ruled out first, then the usual ones. */
export const reasonsFor = (answers: Answers, questions: readonly Question[] = FIRST.questions) => {
  const ruledOut = FIRST.questions.flatMap(({ id }) => {
    const reason = answers[id] === "yes" ? RULED_OUT[id] : undefined;
    return reason === undefined ? [] : [reason];
  });
  const own = questions.filter(({ id }) => RULED_OUT[id] === undefined);
  const took = WORST_FIRST.filter((towards) => stopped(answers, own, towards).length > 0).map(
    (towards) => TOOK[towards],
  );
  return [...new Set<NotSentReasonCode>([...ruledOut, ...took, ...USUAL_REASONS])];
};
