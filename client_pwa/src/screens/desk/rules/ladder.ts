/**
 * How far an offer climbed, and how far the team has come since: what is known, with its time; nothing is guessed.
 *
 * Sent, delivered and shown are counted per person. The team's rung is the first person's: one phone that rang is enough
 * to answer, and each person's own rungs stand beside it.
 */
import type { Assignment, Rung } from "../../../schema";

export type RungName = "stored" | "sent" | "delivered" | "shown" | "accepted";
export type StageName = "enroute" | "staging" | "on_scene" | "contact" | "transporting" | "at_destination" | "cleared";

export interface Mark<N extends string> {
  readonly name: N;
  readonly at: number | null;
  /** wait: saved at this desk, not stored by the server yet. unsure: passed, for a later one is known, and not told. */
  readonly state: "done" | "todo" | "fail" | "wait" | "unsure";
}

/** A phone in reach confirms within a second or two; after so long somebody should call. */
export const SILENT_MS = 10_000;

const first = (times: readonly (number | null)[]): number | null => {
  const known = times.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
};

/** Not stored by the server yet: an offer this desk has only saved. */
export const isUnsent = (assignment: Pick<Assignment, "version">): boolean => assignment.version === 0;

/** No phone of the team has said that it has the offer, for longer than it should take. */
export const isSilent = (assignment: Assignment, now: number): boolean =>
  assignment.state === "offered" &&
  !isUnsent(assignment) &&
  now - assignment.offered_at > SILENT_MS &&
  assignment.ladder.every((rung) => rung.delivered_at === null && rung.shown_at === null);

const mark = <N extends string>(name: N, at: number | null): Mark<N> => ({
  name,
  at,
  state: at === null ? "todo" : "done",
});

/** Those before the last that has a time were passed, whether or not anybody told when. */
const passed = <N extends string>(marks: readonly Mark<N>[], as: "done" | "unsure"): readonly Mark<N>[] => {
  const last = marks.findLastIndex((it) => it.at !== null);
  return marks.map((it, i) => (it.at === null && i < last ? { ...it, state: as } : it));
};

/** stored → sent → delivered → shown → accepted. What is on a phone was sent to it. */
export const rungs = (assignment: Assignment, now: number): readonly Mark<RungName>[] => {
  const { ladder } = assignment;
  const delivery = [
    mark("stored" as const, isUnsent(assignment) ? null : assignment.offered_at),
    mark("sent" as const, first(ladder.map((rung) => rung.sent_at))),
    mark("delivered" as const, first(ladder.map((rung) => rung.delivered_at))),
    mark("shown" as const, first(ladder.map((rung) => rung.shown_at))),
  ];
  const marks = [...passed<RungName>(delivery, "done"), mark("accepted" as const, assignment.accepted_at)];
  if (isUnsent(assignment)) return marks.map((it) => (it.name === "stored" ? { ...it, state: "wait" } : it));
  const silent = isSilent(assignment, now);
  return marks.map((it) => (silent && it.name === "delivered" ? { ...it, state: "fail" } : it));
};

/** How far it came with one person: the last rung, and when. */
export const furthest = (rung: Rung): Mark<RungName> => {
  if (rung.shown_at !== null) return mark("shown", rung.shown_at);
  if (rung.delivered_at !== null) return mark("delivered", rung.delivered_at);
  return rung.sent_at === null ? mark("stored", null) : mark("sent", rung.sent_at);
};

/** How we told somebody of it, beside the phone itself. */
export type Attempt = "rang" | "pushed" | "pushFailed" | "texted" | "textFailed";

const attempt = (
  done: number | null | undefined,
  failed: number | null | undefined,
  names: readonly [Attempt, Attempt],
): readonly { readonly name: Attempt; readonly at: number }[] => {
  if (typeof done === "number") return [{ name: names[0], at: done }];
  return typeof failed === "number" ? [{ name: names[1], at: failed }] : [];
};

/** The pushes and texts for this person: that a phone said it rang, else what a provider took, else that it would not. */
export const attempts = (rung: Rung): readonly { readonly name: Attempt; readonly at: number }[] => [
  ...(typeof rung.rang_at === "number"
    ? [{ name: "rang", at: rung.rang_at } as const]
    : attempt(rung.pushed_at, rung.push_failed_at, ["pushed", "pushFailed"])),
  ...attempt(rung.texted_at, rung.text_failed_at, ["texted", "textFailed"]),
];

const STAGE_TIMES = [
  ["enroute", "enroute_at"],
  ["staging", "staged_at"],
  ["on_scene", "arrived_at"],
  ["contact", "contact_at"],
  ["transporting", "transport_at"],
  ["at_destination", "dest_at"],
  ["cleared", "cleared_at"],
] as const satisfies readonly (readonly [StageName, keyof Assignment])[];

/** Stages that stand on the board only once they were reached: most calls go without them. */
const RARE: ReadonlySet<StageName> = new Set(["staging", "transporting", "at_destination"]);

/** on the way → arrived → with the person → clear, with what else was reached between. */
export const stages = (assignment: Assignment): readonly Mark<StageName>[] =>
  passed(
    STAGE_TIMES.map(([name, field]) => mark(name, assignment[field])).filter(
      (it) => it.at !== null || !RARE.has(it.name),
    ),
    "unsure",
  );

const ORDER: readonly Assignment["state"][] = ["offered", "accepted", ...STAGE_TIMES.map(([name]) => name)];

/**
 * What a team may say next by voice, the likeliest first; of a team that is clear, what was never told.
 * Facts are taken in any order; this is only what is shown.
 */
export const nextStages = (assignment: Assignment): readonly StageName[] => {
  const at = ORDER.indexOf(assignment.state);
  const isDone = assignment.state === "cleared";
  const ahead = STAGE_TIMES.filter(([name, field]) =>
    isDone ? assignment[field] === null : ORDER.indexOf(name) > at,
  ).map(([name]) => name);
  const common = ahead.filter((name) => !RARE.has(name));
  return [...common, ...ahead.filter((name) => RARE.has(name))];
};
