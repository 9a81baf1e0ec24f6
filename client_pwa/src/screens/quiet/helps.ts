/** Calls for help in a site: what stands before the leads, and before whoever was asked to go. Pure. */
import type { Help, HelpPolicy } from "../../schema";

/** Who is sent where no lead has set it: our default, for a site to confirm. The police come last, and only if decided. */
export const USUAL = {
  number: 0,
  order: ["team", "supervisor", "ambulance", "police"],
  police_preset: false,
  on_call: null,
} as const satisfies Pick<HelpPolicy, "number" | "order" | "police_preset" | "on_call">;

/** What stands before a lead: until one has it and it is over. What nobody has comes first, the longest first. */
export const onBoard = (helps: Iterable<Help>): readonly Help[] =>
  [...helps]
    .filter(({ taken_at, ended_at }) => taken_at === null || ended_at === null)
    .toSorted((a, b) => Number(a.taken_at !== null) - Number(b.taken_at !== null) || a.raised_at - b.raised_at);

/** What no lead has, also where whoever called says that it is over. */
export const untakenOf = (helps: Iterable<Help>): readonly Help[] =>
  onBoard(helps).filter(({ taken_at }) => taken_at === null);

/** What this person is asked to go to: a phone is shown its own, and those that it is asked for. */
export const goingTo = (helps: Iterable<Help>, person: string): readonly Help[] =>
  [...helps].filter(
    ({ by, ended_at, sent }) => by !== person && ended_at === null && sent?.some(({ to }) => to === "team") === true,
  );

const LATE_MS = 60_000;

/** How long it lay on a phone without a signal, if that matters. */
export const laidFor = ({ raised_at, received_at }: Help): number | null =>
  received_at - raised_at > LATE_MS ? received_at - raised_at : null;
