/** From what was told to a call: what is still missing, and the command. Pure. */
import type { Call, CommandArgs, NotSentReasonCode, PriorityCode, TriageResultCode, Words } from "../../../schema";
import { type Answers, type Proposal, propose, proposePriority } from "../rules/triage";
import { type Edition, FIRST } from "../editions/rules";
import type { Draft } from "./draft";

/** Fields a call cannot be without, in the order of the form. */
export type Needed = "where" | "kind" | "type" | "caller" | "without";

export const missing = (draft: Draft): readonly Needed[] => {
  const needed: readonly (readonly [Needed, boolean])[] = [
    ["where", draft.place.trim() === "" && draft.area.trim() === ""],
    ["kind", draft.location_kind === null],
    ["type", draft.type_code === null],
    ["caller", draft.caller_role === null],
    ["without", draft.would_have_gone_to === null],
  ];
  return needed.filter(([, isMissing]) => isMissing).map(([field]) => field);
};

/** The answers with what the kind of place says about a private home. */
export const answersOf = (draft: Draft): Answers => {
  if (draft.location_kind === null) return draft.answers;
  return { ...draft.answers, private_home: draft.location_kind === "private_residence" ? "yes" : "no" };
};

export const proposalOf = (draft: Draft, edition: Edition): Proposal =>
  propose(draft.type_code, answersOf(draft), edition);

export const resultOf = (draft: Draft, edition: Edition): TriageResultCode =>
  draft.triage_result ?? proposalOf(draft, edition).result;

export const priorityOf = (draft: Draft, edition: Edition): PriorityCode =>
  draft.priority ?? proposePriority(draft.type_code, answersOf(draft), edition);

/** With a partner involved nobody is called back on a number that was not said to be safe. */
export const mayCallBack = (draft: Draft): boolean => draft.answers["dv"] !== "yes" || draft.is_safe_number;

/** Whether a question is the city's own: the first edition, which everybody has, does not name it. */
const isOwn = (id: string): boolean => !FIRST.questions.some((each) => each.id === id);

/** What was answered, by the questions' ids; a question of the city's own is named as well, for whoever reads it later. */
const screeningOf = (draft: Draft, { questions }: Edition): Pick<CommandArgs["call.take"], "screening" | "asked"> => {
  const given = Object.entries(answersOf(draft)).flatMap(([id, answer]) =>
    answer === undefined ? [] : [[id, answer] as const],
  );
  const own = given.flatMap(([id]): (readonly [string, Words])[] => {
    const question = isOwn(id) ? questions.find((it) => it.id === id) : undefined;
    return question === undefined ? [] : [[id, question.short]];
  });
  const screening = Object.fromEntries(given);
  return own.length === 0 ? { screening } : { screening, asked: Object.fromEntries(own) };
};

const AREA = 40;
const LINE = 200;

const told = <K extends string>(key: K, text: string): { readonly [P in K]?: string } =>
  text.trim() === "" ? {} : ({ [key]: text.trim().slice(0, LINE) } as { readonly [P in K]?: string });

/**
 * The call, or null while something it cannot be without is missing.
 *
 * It keeps the edition that it was taken by, and what that proposed beside the dispatcher's own word.
 * `received_at` is by this device's own clock: the server corrects every time inside a command by the measured skew.
 */
export const takeArgs = (
  draft: Draft,
  received_at: number,
  edition: Edition,
  result: TriageResultCode = resultOf(draft, edition),
): CommandArgs["call.take"] | null => {
  const { type_code, caller_role, location_kind, would_have_gone_to } = draft;
  if (type_code === null || caller_role === null || location_kind === null || would_have_gone_to === null) return null;
  const area = draft.area.trim().slice(0, AREA);
  return {
    source: draft.source,
    type_code,
    priority: priorityOf(draft, edition),
    received_at,
    triage_result: result,
    would_have_gone_to,
    would_have_gone_to_proposed: edition.without(type_code),
    taxonomy_version: edition.number,
    caller_role,
    location_kind,
    ...screeningOf(draft, edition),
    minor_involved: draft.answers["minor_alone"] === "yes" ? "yes" : "unknown",
    ...(area === "" ? {} : { area }),
    ...(draft.language === "" ? {} : { language: draft.language }),
    ...(draft.said.trim() === "" ? {} : { said: draft.said.trim() }),
    ...told("place", draft.place),
    ...(draft.place.trim() === "" || draft.place_within === "exact" ? {} : { place_within: draft.place_within }),
    ...told("access_note", draft.access_note),
    ...(mayCallBack(draft) ? told("callback", draft.callback) : {}),
  };
};

/** One event has one type and one kind of place: what was not told of these yet is taken from the other call. */
export const filledFrom = (draft: Draft, as: Call): Draft =>
  draft.type_code === null || draft.location_kind === null
    ? { ...draft, type_code: draft.type_code ?? as.type_code, location_kind: draft.location_kind ?? as.location_kind }
    : draft;

/** What happens to the call right after it was taken. */
export type Then =
  | { readonly what: "offer"; readonly unit: string }
  | { readonly what: "wait" }
  /** It is about the same as that call: kept as its own, and part of it. */
  | { readonly what: "same"; readonly as: Call }
  | { readonly what: "by_phone"; readonly result: TriageResultCode }
  /** Why not is left to do, in a burst. */
  | { readonly what: "not_sent"; readonly reason: NotSentReasonCode | "to_do" };
