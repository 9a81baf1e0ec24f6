/** Making the next edition from the one that counts: what changes most, line by line. The rest goes along as it is. Pure. */
import {
  type CommandArgs,
  type PriorityCode,
  type Taxonomy,
  type TypeCodeCode,
  type TypeOrderCode,
  TYPE_CODE,
  type WouldHaveGoneToCode,
} from "../../../schema";
import type { Said } from "./first";
import { editionOf, FIRST } from "./rules";

/** A type of call as the sheet lists it; those in use come first, in their order. */
export interface Line {
  readonly type_code: TypeCodeCode;
  readonly used: boolean;
  readonly priority: PriorityCode;
  readonly without: WouldHaveGoneToCode | null;
}

export interface Draft {
  readonly lines: readonly Line[];
  readonly order: TypeOrderCode;
  /** The day 911 agreed to who would have gone, as typed; empty where nothing was agreed. */
  readonly agreed_on: string;
}

/** The row of the edition that counts; undefined while it is the first. */
export const newestOf = (all: Iterable<Taxonomy>): Taxonomy | undefined =>
  [...all].toSorted((one, other) => other.number - one.number)[0];

export const draftOf = (newest: Taxonomy | undefined): Draft => {
  const edition = newest === undefined ? FIRST : editionOf([newest]);
  const unused = TYPE_CODE.filter((code) => !edition.types.includes(code));
  const line = (type_code: TypeCodeCode): Line => ({
    type_code,
    used: edition.types.includes(type_code),
    priority: edition.priority(type_code),
    without: edition.without(type_code),
  });
  return {
    lines: [...edition.types, ...unused].map(line),
    order: edition.order,
    agreed_on: edition.agreed_on ?? "",
  };
};

export const changed = (draft: Draft, type: TypeCodeCode, part: Partial<Omit<Line, "type_code">>): Draft => ({
  ...draft,
  lines: draft.lines.map((it) => (it.type_code === type ? { ...it, ...part } : it)),
});

/** One place up or down; from then on the types stand as they are listed. */
export const moved = (draft: Draft, type: TypeCodeCode, by: -1 | 1): Draft => {
  const at = draft.lines.findIndex((it) => it.type_code === type);
  const [line, other] = [draft.lines[at], draft.lines[at + by]];
  if (line === undefined || other === undefined) return draft;
  const lines = draft.lines.map((it, n) => (n === at ? other : n === at + by ? line : it));
  return { ...draft, lines, order: "as_listed" };
};

/** Why this is no edition yet: nothing to take a call by, a day is missing, or nothing was changed. */
export type Lack = "types" | "day" | "nothing";

export const lackOf = (draft: Draft, newest: Taxonomy | undefined): Lack | null => {
  const used = draft.lines.filter((it) => it.used);
  if (used.length === 0) return "types";
  if (draft.agreed_on === "" && used.some((it) => it.without !== null)) return "day";
  return JSON.stringify(draft) === JSON.stringify(draftOf(newest)) ? "nothing" : null;
};

/** The command: what is not in the sheet stays as the edition before has it. */
export const nextArgs = (draft: Draft, newest: Taxonomy | undefined): CommandArgs["taxonomy.set"] => {
  const before: Said = newest ?? { types: [] };
  const known = new Map(before.types.map((it) => [it.type_code, it]));
  const { sources = null, priorities = null, questions = null } = before;
  return {
    follows: newest?.number ?? FIRST.number,
    order: draft.order,
    agreed_on: draft.agreed_on === "" ? null : draft.agreed_on,
    sources,
    priorities,
    questions,
    types: draft.lines
      .filter((it) => it.used)
      .map(({ type_code, priority, without }) => ({
        ...known.get(type_code),
        type_code,
        priority,
        would_have_gone_to: without,
      })),
  };
};
