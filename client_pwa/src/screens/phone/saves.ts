/** What partners saved of one outcome, and where they differ. Pure. */
import type { Demographics, Encounter } from "../../schema";
import { draftOf, personOf } from "./answered";
import { AXES, type AxisName, asked, type Draft } from "./outcome";

/** What one person saved last. */
export interface Version {
  readonly by: string;
  readonly at: number;
  readonly draft: Draft;
  readonly note: string;
  /** It may have had a note: one of this outcome lies damaged, and it is not told which. */
  readonly lostNote: boolean;
}

/** The last save of each person, the earliest first: the last of them is the one whose answers count. */
export const versionsOf = (encounter: Encounter): readonly Version[] => {
  const first = { ...encounter, at: encounter.first_saved_at };
  const last = new Map<string, Version>();
  for (const { by, at, answers, note, demographics, presenting = [] } of [first, ...encounter.additions]) {
    last.delete(by);
    const lostNote = encounter.unreadable === true && (note ?? "") === "";
    last.set(by, {
      by,
      at,
      draft: { ...draftOf(answers), person: personOf(demographics), noticed: presenting },
      note: note ?? "",
      lostNote,
    });
  }
  return [...last.values()];
};

type Answers = Readonly<Record<AxisName, (draft: Draft) => unknown>>;

const ANSWER: Answers = {
  contact: ({ contact, persons }) => [contact, persons],
  ended: ({ ended, unmet }) => [ended, unmet],
  moved: ({ movedBy, destination, wanted }) => [movedBy, destination, wanted],
  others: ({ others }) => others,
  did: ({ services, supplies }) => [services ?? [], supplies],
  safe: ({ safe, hurt }) => [safe, hurt],
  dispute: ({ about, parties, agreement, followUp }) => [about, parties, agreement, followUp],
};

/** Whether partners answered any question differently and have not settled it. */
export const isUnlike = (encounter: Encounter): boolean => {
  const versions = versionsOf(encounter);
  return differing(versions).length + toldApart(versions).length > 0;
};

const isSame = (all: readonly unknown[]): boolean => new Set(all.map((one) => JSON.stringify(one))).size < 2;

/** The questions that partners answered differently, in the order they are asked. */
export const differing = (versions: readonly Version[]): readonly AxisName[] =>
  AXES.filter((axis) => versions.some(({ draft }) => asked(draft).includes(axis))).filter(
    (axis) => !isSame(versions.map(({ draft }) => (asked(draft).includes(axis) ? ANSWER[axis](draft) : null))),
  );

/** What the person said to one partner and otherwise to the other. Nobody differs from whoever did not ask. */
export const toldApart = (versions: readonly Version[]): readonly (keyof Demographics)[] => {
  const asked = versions.flatMap(({ draft }) => Object.keys(draft.person) as (keyof Demographics)[]);
  return [...new Set(asked)].filter(
    (each) => !isSame(versions.map(({ draft }) => draft.person[each]).filter((it) => it !== undefined)),
  );
};

/** Whether a report may be due and none was made yet. */
export const isReportDue = ({ must_report = [], reports = [] }: Encounter): boolean =>
  must_report.length > 0 && reports.length === 0;
