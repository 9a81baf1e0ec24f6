/** The edition of the call types that counts: which are used, how urgent, and what was agreed with 911 about each. */
import {
  type PriorityCode,
  TAXONOMY_VERSION,
  type Taxonomy,
  TYPE_CODE,
  type TypeCodeCode,
  type WouldHaveGoneToCode,
} from "../../../schema";
import { TYPES } from "../rules/types";

export interface Edition {
  readonly number: number;
  /** Types that calls are taken as; calls of another type keep it, and its name. */
  readonly types: readonly TypeCodeCode[];
  readonly agreed_on: string | null;
  readonly priority: (type: TypeCodeCode) => PriorityCode;
  /** Who is sent to such a call without 727, as agreed. Only ever shown: the answer is the dispatcher's own. */
  readonly without: (type: TypeCodeCode | null) => WouldHaveGoneToCode | null;
}

/** What every desk has with it: every type, and nothing agreed. */
export const FIRST: Edition = {
  number: TAXONOMY_VERSION,
  types: TYPE_CODE,
  agreed_on: null,
  priority: (type) => TYPES[type].priority,
  without: () => null,
};

/** The newest of these; the first where there are none. */
export const editionOf = (all: Iterable<Taxonomy>): Edition => {
  const [newest] = [...all].toSorted((one, other) => other.number - one.number);
  if (newest === undefined) return FIRST;
  const used = new Map(newest.types.map((it) => [it.type_code, it]));
  return {
    number: newest.number,
    // A newer server may know types that this desk has no name for.
    types: TYPE_CODE.filter((code) => used.has(code)),
    agreed_on: newest.agreed_on ?? null,
    priority: (type) => used.get(type)?.priority ?? TYPES[type].priority,
    without: (type) => (type === null ? null : (used.get(type)?.would_have_gone_to ?? null)),
  };
};
