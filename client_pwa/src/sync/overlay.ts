/**
 * What this device saved, shown at once: pending commands laid over the rows the server showed. Pure.
 *
 * It is a forecast for the person who tapped, not the rule: the server decides, and its row replaces this one as soon
 * as the feed has reached the command. A command the server already applied changes nothing here.
 */
import type { Assignment, BegunCode, CommandArgs, CommandType, Encounter, RecordTypes, Unit } from "../schema";
import type { Tables } from "./replica";
import { isThereState, STAGES, type Stage, TIME_OF, UNDER_WAY } from "./states";

/**
 * A saved command as the screens need it. `at` is the organization's time of saving; times in the arguments are this
 * device's, and `skew_ms` is what was then to be added to them.
 */
export type Pending = {
  readonly [K in CommandType]: {
    readonly id: string;
    readonly type: K;
    readonly entity: string;
    readonly args: CommandArgs[K];
    readonly at: number;
    readonly skew_ms: number;
    readonly person: string;
    readonly name: string;
  };
}[CommandType];

type Of<K extends CommandType> = Extract<Pending, { type: K }>;

/** Tables that are copied when first written. */
export interface View {
  readonly all: <T extends keyof Tables>(type: T) => readonly RecordTypes[T][];
  readonly get: <T extends keyof Tables>(type: T, id: string) => RecordTypes[T] | undefined;
  readonly put: <T extends keyof Tables>(type: T, id: string, record: RecordTypes[T]) => void;
  /** Change a record that is there; one that is not stays away. */
  readonly edit: <T extends keyof Tables>(
    type: T,
    id: string,
    change: (record: RecordTypes[T]) => RecordTypes[T],
  ) => void;
  readonly drop: (type: keyof Tables, id: string) => void;
}

const STATES: readonly Assignment["state"][] = ["offered", ...UNDER_WAY, "cleared"];

export const rank = (state: Assignment["state"]): number => STATES.indexOf(state);

const UNIT_IN = {
  enroute: "enroute",
  staging: "staging",
  on_scene: "on_scene",
  contact: "on_scene",
  transporting: "transporting",
  at_destination: "at_destination",
  cleared: "available",
} as const satisfies Readonly<Record<Stage, Unit["status"]>>;

/** An assignment nobody has told this device about: offered by its desk, or begun by its own unit. */
export const newAssignment = (
  id: string,
  args: { readonly call_id: string; readonly unit_id: string },
  at: number,
  begun: BegunCode,
): Assignment => ({
  id,
  call_id: args.call_id,
  unit_id: args.unit_id,
  state: "offered",
  offered_at: at,
  answer_by: null,
  accepted_at: null,
  enroute_at: null,
  staged_at: null,
  arrived_at: null,
  contact_at: null,
  transport_at: null,
  dest_at: null,
  cleared_at: null,
  ended_at: null,
  ending: null,
  decline_reason: null,
  self_initiated: begun !== "offered",
  begun,
  outcome: "none",
  origin: "device",
  said_by: null,
  ladder: [],
  version: 0,
});

/** Whoever goes on an assignment that is over: it was lost, said no to, or ended after they had taken it. */
const howBegun = ({ state, accepted_at, enroute_at, arrived_at }: Assignment): BegunCode => {
  if (state === "declined") return "by_itself";
  return (accepted_at ?? enroute_at ?? arrived_at) === null ? "too_late" : "after_end";
};

const isGoing = ({ state }: Assignment): boolean => rank(state) > 0 && state !== "cleared";

/** Where the call stands by the assignments this device knows; others may be further, so "active" is not taken back. */
export const settleCall = (view: View, id: string): void => {
  const known = view.all("assignment").filter((it) => it.call_id === id);
  const there = known.some((it) => isThereState(it.state));
  const cleared = known.flatMap((it) => (it.state === "cleared" ? (it.cleared_at ?? []) : []));
  view.edit("call", id, (call) => {
    if (there) return { ...call, status: "active", closed_at: null };
    if (known.some(isGoing)) {
      return { ...call, status: call.status === "active" ? "active" : "assigned", closed_at: null };
    }
    if (call.closed_at !== null || known.some((it) => it.state === "offered")) return call;
    return cleared.length === 0 ? call : { ...call, status: "closed", closed_at: Math.max(...cleared) };
  });
};

const earlier = (known: number | null | undefined, at: number): number =>
  known === null || known === undefined ? at : Math.min(known, at);

export const setUnit = (view: View, id: string, status: Unit["status"], at: number): void =>
  view.edit("unit", id, (unit) =>
    unit.status === status ? unit : { ...unit, status, status_at: at, status_until: null },
  );

export type Handlers = { readonly [K in CommandType]: (view: View, command: Of<K>) => void };

/** What only a desk says: what it foresees of it comes with it (`later/desk/`). */
export type DeskType =
  | "alarm.resolve"
  | "custody.resolve"
  | "unit.hold"
  | "assignment.offer"
  | "assignment.enter"
  | "assignment.end";
export type CallType = Exclude<Extract<CommandType, `call.${string}`>, MeetType | NoteType>;

/** Who was there says what the next team should know of the place (`later/team/notes.ts`). */
export type NoteType = "call.note_place" | "call.end_place_note";

/** Only a supervisor at a desk makes an edition, or sets cards and wording (`later/desk/editions.ts`). */
export type EditionType = "taxonomy.set" | "cards.set" | "wording.set";

/** Only a supervisor at a desk looks at what came of it (`later/desk/reviews.ts`). */
export type ReviewType = "review.sign";

/** What only adds to a sum is shown to nobody. */
export type CountType = "site.count" | "felt.say";

/** Whom a team came across comes with what only a team at work says (`later/meeting.ts`). */
export type MeetType = "call.meet";

/** After so long a team is ready again without a word (server/dispatch/rules/units.py). */
const DECOMPRESSION = 20 * 60_000;

const UNITS: Pick<Handlers, "shift.start" | "shift.end" | "unit.status"> = {
  "shift.start": (view, { entity, args, at, person, name }) =>
    view.edit("unit", args.unit_id, (unit) => {
      if (unit.shift_id === entity) return unit;
      const members = args.person_ids.map((id) => ({
        person_id: id,
        name: unit.members.find((it) => it.person_id === id)?.name ?? (id === person ? name : ""),
        skills: args.skills?.[id] ?? [],
      }));
      const skills = [...new Set(members.flatMap((member) => member.skills))];
      const shift = { shift_id: entity, shift_started_at: at, members, skills };
      return { ...unit, ...shift, status: "available", status_at: at };
    }),
  "shift.end": (view, { entity, args, at }) =>
    view.edit("unit", args.unit_id, (unit) =>
      unit.shift_id === entity
        ? { ...unit, shift_id: null, shift_started_at: null, status: "off", status_at: at }
        : unit,
    ),
  "unit.status": (view, { entity, args, at }) => {
    // On a call a team is what it does there, whatever it says.
    if (view.all("assignment").some((it) => it.unit_id === entity && isGoing(it))) return;
    setUnit(view, entity, args.status, at);
    if (args.status !== "decomp") return;
    view.edit("unit", entity, (unit) => ({ ...unit, status_until: at + DECOMPRESSION }));
  },
};

/** The check-in comes with what counts its timer (`later/checkins.ts`). */
export type CheckInType = "assignment.check_in";
type AssignmentType = Exclude<Extract<CommandType, `assignment.${string}`>, CheckInType | DeskType>;

/** Asking for somebody to come too comes with what only a team at work says (`later/team/backups.ts`). */
export type BackupType = Extract<CommandType, `backup.${string}`>;

/** So does asking a supervisor, and a supervisor's answer (`later/team/consults.ts`). */
export type ConsultType = Extract<CommandType, `consult.${string}`>;

/** So does saying that a report was made (`later/team/reports.ts`). */
export type ReportType = "report.made";

/** Calls for help come with the sheet that makes them (`later/safety/helps.ts`). */
export type HelpType = Extract<CommandType, `help.${string}`>;

/** What a shift leaves comes with the screens that show it (`later/shifts/handoffs.ts`). */
export type HandoffType = Extract<CommandType, `handoff.${string}`>;

/** Only a desk hands over by itself (`later/desk/giving.ts`). */
export type GiveType = "handoff.give";

/** Roll-calls come with the question that they ask (`later/safety/rolls.ts`). */
export type RollType = Extract<CommandType, `roll.${string}`>;

/** A site's log comes with its screens (`later/site/mediation.ts`). */
export type MediationType = "mediation.record";

/** So do its call-outs (`later/site/callouts.ts`). */
export type CalloutType = Extract<CommandType, `callout.${string}`> | "duty.say";

const ASSIGNMENTS: Pick<Handlers, AssignmentType> = {
  "assignment.accept": (view, { entity, args, at }) => {
    if (view.get("assignment", entity)?.state !== "offered") return;
    const voice = args.voice ?? null;
    view.edit("assignment", entity, (assignment) => ({
      ...assignment,
      state: "accepted",
      accepted_at: at,
      origin: voice === null ? "device" : "manual",
      said_by: voice?.said_by ?? null,
    }));
    setUnit(view, args.unit_id, "assigned", at);
    settleCall(view, args.call_id);
  },
  "assignment.decline": (view, { entity, args, at }) =>
    view.edit("assignment", entity, (assignment) =>
      assignment.state === "offered"
        ? { ...assignment, state: "declined", ended_at: at, decline_reason: args.reason }
        : assignment,
    ),
  "assignment.show": (view, { entity, args, person, skew_ms }) =>
    view.edit("assignment", entity, (assignment) => {
      const rung = assignment.ladder.find((it) => it.person_id === person) ?? {
        person_id: person,
        sent_at: null,
        delivered_at: null,
        shown_at: null,
      };
      const others = assignment.ladder.filter((it) => it !== rung);
      return { ...assignment, ladder: [...others, { ...rung, shown_at: rung.shown_at ?? args.shown_at + skew_ms }] };
    }),
  "assignment.stage": (view, { entity, args, at, skew_ms }) => {
    const known = view.get("assignment", entity);
    const before = known ?? newAssignment(entity, args, at, "by_itself");
    const said = args.reached_at ?? null;
    const reached = said === null ? at : said + skew_ms;
    const time = TIME_OF[args.stage];
    const over = rank(before.state) < 0;
    const state = rank(before.state) < rank(args.stage) ? args.stage : before.state;
    const after: Assignment = {
      ...before,
      [time]: args.corrects === true ? reached : earlier(before[time], reached),
      state,
      ...(over ? { self_initiated: true, begun: howBegun(before) } : {}),
      // A new stage has a timer of its own.
      ...(state === before.state ? {} : { check_due_at: null, check_step: null }),
    };
    const was = after.arrived_at !== null || after.cleared_at !== null;
    view.put("assignment", entity, {
      ...after,
      ended_at: state === "cleared" ? after.cleared_at : over ? null : before.ended_at,
      outcome: was && before.outcome === "none" ? "due" : before.outcome,
    });
    if (state === args.stage) setUnit(view, args.unit_id, UNIT_IN[args.stage], reached);
    settleCall(view, args.call_id);
  },
  "assignment.take_back": (view, { entity, args, at }) => {
    view.edit("assignment", entity, (before) => {
      const after = { ...before, [TIME_OF[args.stage]]: null };
      const isNowhere = after.arrived_at === null && after.cleared_at === null;
      const outcome = isNowhere && after.outcome === "due" ? "none" : after.outcome;
      if (rank(before.state) < 0) return { ...after, outcome };
      const state = STAGES.findLast((stage) => after[TIME_OF[stage]] !== null) ?? "accepted";
      setUnit(view, args.unit_id, state === "accepted" ? "assigned" : UNIT_IN[state], at);
      return { ...after, outcome, state, ended_at: after.cleared_at, check_due_at: null, check_step: null };
    });
    settleCall(view, args.call_id);
  },
};

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What a save says, whoever saved it. */
const saidIn = ({
  answers,
  note = null,
  demographics = null,
  presenting = [],
}: Pick<Encounter, "answers" | "note" | "demographics" | "presenting">) => ({
  answers,
  note,
  demographics,
  presenting,
});

const added = (known: Encounter, { args, at, person }: Of<"encounter.record">): Encounter => {
  const said = saidIn(args);
  const saves = [known, ...known.additions];
  if (saves.some((save) => save.by === person && isSame(saidIn(save), said))) return known;
  const addition = { by: person, at, ...said };
  return { ...known, final_at: at, additions: [...known.additions, addition] };
};

const OUTCOMES: Pick<Handlers, "encounter.record" | "referral.make"> = {
  "encounter.record": (view, command) => {
    const { entity, args, at, person } = command;
    const assignment =
      view.get("assignment", args.assignment_id ?? "") ??
      view.all("assignment").find((it) => it.call_id === args.call_id && it.unit_id === args.unit_id);
    if (assignment !== undefined) {
      view.edit("assignment", assignment.id, (it) => ({ ...it, outcome: "saved" }));
    }
    if (view.get("encounter", entity) !== undefined) return;
    const partner = view.all("encounter").find((it) => it.call_id === args.call_id && it.unit_id === args.unit_id);
    if (partner !== undefined) return view.put("encounter", partner.id, added(partner, command));
    view.put("encounter", entity, {
      id: entity,
      assignment_id: args.assignment_id ?? assignment?.id ?? "",
      call_id: args.call_id,
      unit_id: args.unit_id,
      by: person,
      first_saved_at: at,
      final_at: at,
      received_at: at,
      ...saidIn(args),
      additions: [],
      version: 0,
    });
  },
  "referral.make": (view, { entity, args, at, person }) => {
    if (view.get("referral", entity) !== undefined) return;
    view.put("referral", entity, {
      ...args,
      id: entity,
      by: person,
      service_id: args.service_id ?? null,
      unavailable_reason: args.unavailable_reason ?? null,
      made_at: at,
      received_at: at,
      version: 0,
    });
  },
};

const HANDLERS: Omit<
  Handlers,
  | CallType
  | CountType
  | EditionType
  | ReviewType
  | MeetType
  | NoteType
  | DeskType
  | CheckInType
  | HelpType
  | BackupType
  | ConsultType
  | ReportType
  | HandoffType
  | RollType
  | MediationType
  | CalloutType
> = {
  ...UNITS,
  ...ASSIGNMENTS,
  ...OUTCOMES,
};

/** The tables with these commands laid over them, in the order they were saved; untouched tables stay the same. */
export const overlaid = (tables: Tables, commands: readonly Pending[], also: Partial<Handlers> = {}): Tables => {
  const handlers: Partial<Handlers> = { ...HANDLERS, ...also };
  const written = new Map<keyof Tables, Map<string, unknown>>();
  const read = <T extends keyof Tables>(type: T): Tables[T] => (written.get(type) ?? tables[type]) as Tables[T];
  const write = (type: keyof Tables): Map<string, unknown> => {
    const table = written.get(type) ?? new Map<string, unknown>(tables[type]);
    written.set(type, table);
    return table;
  };
  const view: View = {
    all: <T extends keyof Tables>(type: T) => [...read(type).values()] as RecordTypes[T][],
    get: <T extends keyof Tables>(type: T, id: string) => read(type).get(id) as RecordTypes[T] | undefined,
    put: (type, id, record) => void write(type).set(id, record),
    edit: (type, id, change) => {
      const record = view.get(type, id);
      if (record === undefined) return;
      const after = change(record);
      if (after !== record) view.put(type, id, after);
    },
    drop: (type, id) => void write(type).delete(id),
  };
  for (const command of commands) {
    // Each handler takes exactly the commands of its name, which the compiler cannot follow through the lookup.
    const handle = handlers[command.type] as ((view: View, command: Pending) => void) | undefined;
    handle?.(view, command);
  }
  return { ...tables, ...(Object.fromEntries(written) as Partial<Tables>) };
};
