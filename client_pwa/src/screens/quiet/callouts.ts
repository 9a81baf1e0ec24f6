/** Where call-outs stand: for whoever is asked, by this phone's own count, and for a lead. Pure. */
import type { Alarm, Callout, Coming, CommandArgs, Duty } from "../../schema";

/** One person's part in a call-out. */
export interface Mine {
  readonly callout: Callout;
  readonly coming: Coming;
}

/** How a call-out stands for somebody: `late` they should have been heard from; `over` it ended without them. */
export type Stand = "asked" | "cannot" | "coming" | "late" | "safe" | "over";

export const standOf = ({ callout, coming }: Mine, now: number): Stand => {
  if (coming.answer === "coming") {
    if (coming.safe_at !== null) return "safe";
    return coming.check_by !== null && now >= coming.check_by ? "late" : "coming";
  }
  if (callout.state === "ended") return "over";
  return coming.answer === "cannot" ? "cannot" : "asked";
};

const RANK: Readonly<Record<Stand, number>> = { late: 0, asked: 1, coming: 2, cannot: 3, safe: 4, over: 5 };

/** What this person was asked for: what needs a word first, then the newest. */
export const mine = (callouts: Iterable<Callout>, parts: Iterable<Coming>, person: string, now: number): Mine[] => {
  const known = new Map([...callouts].map((callout) => [callout.id, callout]));
  const own = [...parts].flatMap((coming) => {
    const callout = known.get(coming.callout_id);
    return coming.person_id === person && callout !== undefined ? [{ callout, coming }] : [];
  });
  const rank = (each: Mine): number => RANK[standOf(each, now)];
  return own.sort((a, b) => rank(a) - rank(b) || b.callout.made_at - a.callout.made_at);
};

/** Whether this asks something of the person now. */
export const isPressing = (each: Mine, now: number): boolean => RANK[standOf(each, now)] <= RANK.asked;

/** Until when somebody is on call; null when they are not. */
export const onCallUntil = (duty: Duty | undefined, now: number): number | null =>
  duty?.on_call === true && duty.until_at !== null && now < duty.until_at ? duty.until_at : null;

/** How far it climbed towards somebody, and what they answered. */
export type Rung = "asked" | "sent" | "delivered" | "rang" | "shown" | "cannot" | "coming" | "safe";

export const rungOf = (part: Coming): readonly [Rung, number] => {
  if (part.answer === "coming") {
    return part.safe_at === null ? ["coming", part.from_at ?? part.said_at ?? 0] : ["safe", part.safe_at];
  }
  if (part.answer === "cannot") return ["cannot", part.said_at ?? 0];
  if (part.shown_at !== null) return ["shown", part.shown_at];
  if (part.rang_at !== null) return ["rang", part.rang_at];
  if (part.delivered_at !== null) return ["delivered", part.delivered_at];
  return part.sent_at === null ? ["asked", part.asked_at ?? 0] : ["sent", part.sent_at];
};

/** A call-out with everybody's part in it, as a lead sees it. */
export interface Row {
  readonly callout: Callout;
  readonly parts: readonly Coming[];
  /** Who should have been heard from. */
  readonly missed: number;
  /** It is over, and nobody is waited for. */
  readonly settled: boolean;
}

const isOut = (part: Coming): boolean => part.answer === "coming" && part.safe_at === null;

const partRank = (part: Coming): number => {
  if (part.missed_at !== null) return 0;
  if (isOut(part)) return 1;
  return part.answer === null ? 2 : 3;
};

/** What needs a lead first; then what is open, filled, over. */
export const rowsOf = (callouts: Iterable<Callout>, parts: Iterable<Coming>): Row[] => {
  const all = [...parts];
  const rows = [...callouts].map((callout): Row => {
    const own = all.filter((part) => part.callout_id === callout.id);
    own.sort((a, b) => partRank(a) - partRank(b) || a.name.localeCompare(b.name));
    const missed = own.filter((part) => part.missed_at !== null).length;
    return { callout, parts: own, missed, settled: callout.state === "ended" && !own.some(isOut) };
  });
  const rank = ({ callout, missed, settled }: Row): number => {
    if (missed > 0) return 0;
    if (callout.step !== null) return 1;
    if (settled) return 4;
    return callout.state === "open" ? 2 : 3;
  };
  return rows.sort((a, b) => rank(a) - rank(b) || b.callout.made_at - a.callout.made_at);
};

/** How many things wait for a lead: whoever is missed, what nobody answers, a list of what came due. */
export const needsLead = (rows: readonly Row[], alarms: Iterable<Alarm>): number =>
  rows.reduce((n, row) => n + row.missed + Number(row.callout.step !== null), 0) + openGaps(alarms).length;

export const openGaps = (alarms: Iterable<Alarm>): Alarm[] =>
  [...alarms].filter((alarm) => alarm.kind === "gap" && alarm.resolved_at === null);

type Args = Required<CommandArgs["callout.make"]>;

/** A call-out that is being made. */
export type NewCallout = { readonly [K in keyof Args]: Args[K] | null };

export const toAnswer = (draft: NewCallout): readonly (keyof NewCallout)[] =>
  (["kind", "area", "part_of_day", "people"] as const).filter((name) => draft[name] === null);

/** As the command says it; null while something is to go. */
export const asCallout = ({ kind, area, part_of_day, people }: NewCallout): Args | null =>
  kind === null || area === null || part_of_day === null || people === null
    ? null
    : { kind, area, part_of_day, people };
