/**
 * The edition that calls are taken by: which types are used and what each asks for, from where, the questions and the
 * times, and what was agreed with 911. What an edition leaves out is as in the first, which every desk has with it.
 */
import {
  type PriorityCode,
  type Question,
  type SkillCode,
  SOURCE,
  type SourceCode,
  TAXONOMY_VERSION,
  type Taxonomy,
  type TriageResultCode,
  TYPE_CODE,
  type TypeCodeCode,
  type TypeOrderCode,
  type WouldHaveGoneToCode,
} from "../../../schema";
import { FIRST_EDITION, type Said } from "./first";

export interface Edition {
  readonly number: number;
  /** Types that calls are taken as, as they are listed; calls of another type keep it, and its name. */
  readonly types: readonly TypeCodeCode[];
  readonly order: TypeOrderCode;
  readonly sources: readonly SourceCode[];
  /** Every question, in its order; those that are not asked are answered by the kind of place. */
  readonly questions: readonly Question[];
  readonly agreed_on: string | null;
  readonly priority: (type: TypeCodeCode) => PriorityCode;
  /** Sets of skills in order of preference; a set is met when somebody in the team has each of them. */
  readonly skills: (type: TypeCodeCode) => readonly (readonly SkillCode[])[];
  /** Where such a call points while no answer points elsewhere. */
  readonly leadsTo: (type: TypeCodeCode | null) => TriageResultCode;
  /** Who is sent to such a call without 727, as agreed. Only ever shown: the answer is the dispatcher's own. */
  readonly without: (type: TypeCodeCode | null) => WouldHaveGoneToCode | null;
  /** How long a call may wait for a team's yes; null: by appointment. */
  readonly waitMs: (priority: PriorityCode) => number | null;
}

const byType = (said: Said) => new Map(said.types.map((it) => [it.type_code, it]));
const byPriority = (said: Said) => new Map((said.priorities ?? []).map((it) => [it.priority, it]));

const ALL = byType(FIRST_EDITION);
const TIMES = byPriority(FIRST_EDITION);

/** The types as the first edition lists them: what is usual comes first. */
const USUAL = FIRST_EDITION.types.map((it) => it.type_code);

const made = (number: number, said: Said): Edition => {
  const used = byType(said);
  const times = byPriority(said);
  return {
    number,
    // A newer server may know types and sources that this desk has no name for.
    types: said.types.map((it) => it.type_code).filter((code) => TYPE_CODE.includes(code)),
    order: said.order ?? FIRST_EDITION.order ?? "by_use",
    sources: (said.sources ?? FIRST_EDITION.sources ?? []).filter((code) => SOURCE.includes(code)),
    questions: said.questions ?? FIRST_EDITION.questions ?? [],
    agreed_on: said.agreed_on ?? null,
    priority: (type) => used.get(type)?.priority ?? ALL.get(type)?.priority ?? "P3",
    skills: (type) => used.get(type)?.skills ?? ALL.get(type)?.skills ?? [],
    leadsTo: (type) =>
      type === null ? "alt_only" : (used.get(type)?.leads_to ?? ALL.get(type)?.leads_to ?? "alt_only"),
    without: (type) => (type === null ? null : (used.get(type)?.would_have_gone_to ?? null)),
    waitMs: (priority) => {
      const waits = (times.get(priority) ?? TIMES.get(priority))?.wait_s ?? null;
      return waits === null ? null : waits * 1000;
    },
  };
};

export const FIRST: Edition = made(TAXONOMY_VERSION, FIRST_EDITION);

/** The newest of these; the first where there are none. */
export const editionOf = (all: Iterable<Taxonomy>): Edition => {
  const [newest] = [...all].toSorted((one, other) => other.number - one.number);
  return newest === undefined ? FIRST : made(newest.number, newest);
};

/** The edition of this number, by which something was begun; the newest where this desk no longer has it. */
export const numbered = (all: Iterable<Taxonomy>, number: number): Edition => {
  if (number === FIRST.number) return FIRST;
  const every = [...all];
  return editionOf(every.some((it) => it.number === number) ? every.filter((it) => it.number === number) : every);
};

/** The types as a desk is shown them: as listed, or the most used first, then what is usual. */
export const typesShown = (
  calls: Iterable<{ readonly type_code: TypeCodeCode }>,
  { types, order }: Pick<Edition, "types" | "order">,
): readonly TypeCodeCode[] => {
  if (order === "as_listed") return types;
  const used = new Map<TypeCodeCode, number>();
  for (const { type_code } of calls) used.set(type_code, (used.get(type_code) ?? 0) + 1);
  return [...types].sort(
    (one, other) => (used.get(other) ?? 0) - (used.get(one) ?? 0) || USUAL.indexOf(one) - USUAL.indexOf(other),
  );
};

/** The questions that are asked about a call of this type, in order; of one whose type nobody said, those of every type. */
export const asked = ({ questions }: Pick<Edition, "questions">, type: TypeCodeCode | null): readonly Question[] =>
  questions.filter(
    (it) => it.asked !== false && ((it.types ?? null) === null || (type !== null && it.types?.includes(type) === true)),
  );
