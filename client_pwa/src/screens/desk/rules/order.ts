/**
 * Who could go, in an order that can be said aloud: who is free, who has the skills, who speaks the language, who was
 * last in that part of town, who had fewer calls lately, who has been free longest.
 *
 * A team that already said no to this call comes after those that did not; a team that a desk holds for another call,
 * or that is the best one for a waiting call of higher priority, comes after the others and says so.
 */
import type { Assignment, Call, PriorityCode, SkillCode, TypeCodeCode, Unit, UnitStatusCode } from "../../../schema";
import { grouped, isAsked, isOpen, isWith } from "./board";

/** ready: offer it · ask: may be asked, it is doing something else · pause: not for such a call · busy: on a call. */
export type May = "ready" | "ask" | "pause" | "busy";

export interface Wanted {
  readonly id: string;
  readonly type_code: TypeCodeCode;
  readonly priority: PriorityCode;
  /** What the caller or the person speaks; null when nobody asked. */
  readonly language: string | null;
  /** The part of town; "unknown" or empty when nobody knows. */
  readonly area: string;
}

export interface Speech {
  readonly language: string;
  readonly is_spoken: boolean;
}

/** Where a team was last seen by its own word, and when. */
export interface Place {
  readonly area: string;
  readonly at: number;
}

export interface Candidate {
  readonly unit: Unit;
  readonly may: May;
  /** Since when it is free of calls and as it is. */
  readonly since: number;
  /** Which of the type's skill sets the team meets, the best first; null when none. */
  readonly match: number | null;
  /** Skills of that set (or of the best one, when none is met) that the team has, and that it lacks. */
  readonly has: readonly SkillCode[];
  readonly lacks: readonly SkillCode[];
  /** The call's language and whether somebody of the team speaks it; null when no other than everybody's is wanted. */
  readonly speech: Speech | null;
  /** The part of town of the last call it arrived at; null when nobody knows where it is. */
  readonly last: Place | null;
  /** By what it is in the call's part of town: it was there last, or nobody knows better and it starts from there. */
  readonly near: "last" | "base" | null;
  /** Calls it took that are open, or were until an hour ago. */
  readonly lately: number;
  /** The team's last no (or silence) to this very call. */
  readonly said_no: Assignment | null;
  /** The call it is asked for at this moment, or is with. */
  readonly asked_for: string | null;
  readonly on_call: string | null;
  /** A desk wants to ask it for this call shortly, or for that other one. */
  readonly is_held: boolean;
  readonly held_for: string | null;
  /** A waiting call of higher priority for which this team is the best. */
  readonly best_for: string | null;
}

export interface Field {
  readonly units: Iterable<Unit>;
  readonly assignments: Iterable<Assignment>;
  /** Every call the desk sees, for where a team was. */
  readonly calls: ReadonlyMap<string, Call>;
  /** Calls nobody has said yes to, for "best for". */
  readonly waiting: Iterable<Call>;
  /** What a type of call asks for, by the edition that counts. */
  readonly skills: (type: TypeCodeCode) => readonly (readonly SkillCode[])[];
  readonly now: number;
}

/** For which calls a team that is so may be asked; server/dispatch/rules/units.py has the same, tests/vectors proves it. */
const ASKED_UP_TO: Readonly<Partial<Record<UnitStatusCode, PriorityCode | "none">>> = {
  available: "P4",
  avail_area: "P2",
  paperwork: "P1",
  break: "P1",
  meal: "P1",
  resupply: "P4",
  training: "P4",
  meeting: "P4",
  oos: "none",
  decomp: "none",
};
const AWAY: ReadonlySet<UnitStatusCode> = new Set(["off", "roster", "emergency"]);
const READY: ReadonlySet<UnitStatusCode> = new Set(["available", "avail_area"]);
const RANK: Readonly<Record<May, number>> = { ready: 0, ask: 1, pause: 2, busy: 3 };

export const isOnShift = (unit: Unit): boolean => unit.shift_id !== null && unit.status !== "off";

/** What may be asked of a unit for a call of this priority; null when it is not there at all. */
export const mayGo = (unit: Unit, priority: PriorityCode): May | null => {
  if (!isOnShift(unit) || AWAY.has(unit.status)) return null;
  const upTo = ASKED_UP_TO[unit.status];
  if (upTo === undefined) return "busy";
  if (upTo === "none" || priority > upTo) return "pause";
  return READY.has(unit.status) ? "ready" : "ask";
};

const matched = (unit: Unit, sets: ReturnType<Field["skills"]>): Pick<Candidate, "match" | "has" | "lacks"> => {
  const at = sets.findIndex((set) => set.every((skill) => unit.skills.includes(skill)));
  const set = sets[Math.max(at, 0)] ?? [];
  return {
    match: sets.length === 0 ? 0 : at < 0 ? null : at,
    has: set.filter((skill) => unit.skills.includes(skill)),
    lacks: set.filter((skill) => !unit.skills.includes(skill)),
  };
};

/** A team is free since its last call ended, its status changed or its shift began: whichever was last. */
export const freeSince = (unit: Unit, own: readonly Assignment[]): number =>
  Math.max(
    unit.status_at,
    unit.shift_started_at ?? 0,
    ...own.filter((it) => it.accepted_at !== null).map((it) => it.ended_at ?? 0),
  );

/** What everybody who answers here speaks. */
const OWN_LANGUAGE = "en";

const isKnown = (area: string): boolean => area !== "" && area !== "unknown";

const speechOf = (unit: Unit, language: string | null): Speech | null =>
  language === null || language === OWN_LANGUAGE
    ? null
    : { language, is_spoken: unit.members.some((member) => member.languages?.includes(language)) };

const speaks = (it: Candidate): boolean => it.speech?.is_spoken === true;

/** Where it arrived last; whoever left from there with somebody may be anywhere. */
export const lastPlace = (own: readonly Assignment[], calls: ReadonlyMap<string, Call>): Place | null => {
  const [latest] = own
    .filter((it) => it.arrived_at !== null)
    .sort((one, other) => (other.arrived_at ?? 0) - (one.arrived_at ?? 0));
  const area = calls.get(latest?.call_id ?? "")?.area ?? "";
  if (latest === undefined || latest.transport_at !== null || latest.dest_at !== null || !isKnown(area)) return null;
  return { area, at: latest.cleared_at ?? latest.ended_at ?? latest.arrived_at ?? 0 };
};

/** The call that a desk wants to ask this team for shortly, while that call is open; null: none. */
export const heldFor = (
  { held_for, held_until }: Unit,
  { calls, now }: Pick<Field, "calls" | "now">,
): string | null => {
  const call = calls.get(held_for ?? "");
  return call !== undefined && call.closed_at === null && (held_until ?? 0) > now ? call.id : null;
};

const nearBy = (unit: Unit, last: Place | null, area: string): Candidate["near"] => {
  if (!isKnown(area)) return null;
  if (last !== null) return last.area === area ? "last" : null;
  return unit.base === area ? "base" : null;
};

const REFUSED: ReadonlySet<Assignment["state"]> = new Set(["declined", "expired"]);

/** A team as it is now, whatever the call: found once, for every call that it could go to. */
interface Team extends Pick<Candidate, "unit" | "since" | "last" | "lately" | "asked_for" | "on_call"> {
  readonly held: string | null;
  /** Its last no (or silence) to each call. */
  readonly noes: ReadonlyMap<string, Assignment>;
  /** The calls it is asked for or is with. */
  readonly engaged: ReadonlySet<string>;
}

const BY_NAME = new Intl.Collator();

/** By name. */
const teamsOf = (field: Field): readonly Team[] => {
  const byUnit = grouped(field.assignments, (it) => it.unit_id);
  const byName = [...field.units].sort((one, other) => BY_NAME.compare(one.name, other.name));
  return byName.map((unit) => {
    const own = (byUnit.get(unit.id) ?? []).sort((one, other) => one.offered_at - other.offered_at);
    return {
      unit,
      since: freeSince(unit, own),
      last: lastPlace(own, field.calls),
      lately: own.filter((it) => it.accepted_at !== null).length,
      asked_for: own.find(isAsked)?.call_id ?? null,
      on_call: own.find(isWith)?.call_id ?? null,
      held: heldFor(unit, field),
      noes: new Map(own.filter((it) => REFUSED.has(it.state)).map((it) => [it.call_id, it])),
      engaged: new Set(own.filter(isOpen).map((it) => it.call_id)),
    };
  });
};

const candidate = (team: Team, call: Wanted, sets: ReturnType<Field["skills"]>): Candidate | null => {
  const { unit, since, last, lately, asked_for, on_call, held } = team;
  const may = team.engaged.has(call.id) ? null : mayGo(unit, call.priority);
  if (may === null) return null;
  const { match, has, lacks } = matched(unit, sets);
  const speech = speechOf(unit, call.language);
  const near = nearBy(unit, last, call.area);
  const said_no = team.noes.get(call.id) ?? null;
  const fixed = { unit, since, last, lately, asked_for, on_call };
  const holding = { is_held: held === call.id, held_for: held === call.id ? null : held };
  return { ...fixed, ...holding, may, match, has, lacks, speech, near, said_no, best_for: null };
};

const NEARNESS = { last: 2, base: 1 } as const;

const nearness = ({ near }: Candidate): number => (near === null ? 0 : NEARNESS[near]);

/** The order itself; who is equal in everything stays by name, so that it never jumps about. */
const better = (one: Candidate, other: Candidate): number =>
  RANK[one.may] - RANK[other.may] ||
  Number(one.said_no !== null) - Number(other.said_no !== null) ||
  Number(one.asked_for !== null) - Number(other.asked_for !== null) ||
  Number(one.held_for !== null) - Number(other.held_for !== null) ||
  Number(other.is_held) - Number(one.is_held) ||
  Number(one.best_for !== null) - Number(other.best_for !== null) ||
  (one.match ?? Number.MAX_SAFE_INTEGER) - (other.match ?? Number.MAX_SAFE_INTEGER) ||
  one.lacks.length - other.lacks.length ||
  Number(speaks(other)) - Number(speaks(one)) ||
  nearness(other) - nearness(one) ||
  one.lately - other.lately ||
  one.since - other.since;

const forCall = (call: Wanted, teams: readonly Team[], field: Field): readonly Candidate[] =>
  teams.map((team) => candidate(team, call, field.skills(call.type_code))).filter((it) => it !== null);

/** The team that is ready and best for a call, if there is one. */
const bestOf = (call: Wanted, teams: readonly Team[], field: Field): Candidate | null =>
  forCall(call, teams, field)
    .filter((it) => it.may === "ready" && it.said_no === null)
    .reduce<Candidate | null>((best, it) => (best === null || better(it, best) < 0 ? it : best), null);

/** For which more urgent call, that waits and for which nobody is asked, each team is the best. */
const bestFor = (call: Wanted, teams: readonly Team[], field: Field): ReadonlyMap<string, string> => {
  const asked = new Set(teams.flatMap((team) => [...team.engaged]));
  const found = new Map<string, string>();
  for (const other of field.waiting) {
    if (other.id === call.id || other.priority >= call.priority || asked.has(other.id)) continue;
    const best = bestOf(other, teams, field)?.unit.id;
    if (best !== undefined && !found.has(best)) found.set(best, other.id);
  }
  return found;
};

/** Teams that could go to this call, best first. Those already asked or on it are not among them. */
export const whoCouldGo = (call: Wanted, field: Field): readonly Candidate[] => {
  const teams = teamsOf(field);
  const needed = bestFor(call, teams, field);
  return forCall(call, teams, field)
    .map((it) => ({ ...it, best_for: it.may === "ready" ? (needed.get(it.unit.id) ?? null) : null }))
    .sort(better);
};

/** Those the desk can ask now, without asking them out of a pause. */
export const offerable = (candidates: readonly Candidate[]): readonly Candidate[] =>
  candidates.filter((it) => it.may === "ready" || it.may === "ask");
