/** The board as one value: its rows, the chosen call and team, and what a key or a button does with them. */
import { useState } from "preact/hooks";
import { go } from "../../../router";
import type { Assignment } from "../../../schema";
import { endAssignment, hold, offer, offerSeveral, takeAlarm } from "../actions";
import { takeHelp } from "../helping/actions";
import { mayLead } from "../changing/merging";
import { mergeSame } from "../changing/same";
import { unitName } from "../parts/words";
import { wantedOf } from "../moving/rules";
import { lastAsked, undoable, undoStep } from "../moving/undo";
import { reasonsToDo } from "../handing/todo";
import { closing, inOrder, isAsked, isOpen, onIt, type Standing } from "../rules/board";
import { firstDue } from "../rules/checkins";
import type { OnStrip } from "../rules/handovers";
import type { DeskAction } from "../rules/keys";
import { type Candidate, offerable, whoCouldGo } from "../rules/order";
import { type Seen, usePeople } from "../sheets/people";
import { ON_STRIP } from "./alarms";
import { type Desk, fieldOf, useDesk } from "./use";

/** What lies over the board. */
export type Over =
  | {
      readonly type:
        | "keys"
        | "desk"
        | "attention"
        | "custody"
        | "seat"
        | "alarms"
        | "correct"
        | "merge"
        | "timeline"
        | "by_phone"
        | "not_sent"
        | "pass_on"
        | "tell"
        | "note_place"
        | "move"
        | "help_policy"
        | "edition"
        | "roll";
    }
  | { readonly type: "taken"; readonly call: string; readonly handover: string }
  | { readonly type: "voice" | "ending" | "check_in" | "ask_backup"; readonly assignment: string }
  | { readonly type: "send"; readonly unit: string | null }
  | { readonly type: "team"; readonly unit: string }
  | { readonly type: "end_of_shift" | "reasons" | "areas" }
  | { readonly type: "handoff"; readonly handoff: string }
  | { readonly type: "help"; readonly help: string }
  | { readonly type: "backup"; readonly backup: string };

const focusOn = (selector: string): void => document.querySelector<HTMLElement>(selector)?.focus();

const candidatesFor = (standing: Standing | undefined, desk: Desk): readonly Candidate[] =>
  standing === undefined ? [] : whoCouldGo(standing.call, fieldOf(desk));

export interface View {
  readonly desk: Desk;
  readonly standing: Standing | undefined;
  readonly candidates: readonly Candidate[];
  /** The teams the next O goes to: the best one, unless others were picked. */
  readonly chosen: readonly Candidate[];
  /** How many of them are to go. */
  readonly wanted: number;
  /** Everybody this desk has seen on a team. */
  readonly people: readonly Seen[];
  /** One more of them, or one less. */
  readonly choose: (unit: string) => void;
  /** Whoever was picked is asked: the best one is chosen again. */
  readonly unpick: () => void;
  /** One more of the chosen is to go; after all of them one. */
  readonly want: () => void;
  readonly show: (over: Over | null) => void;
}

/**
 * An alarm is taken by pressing; of a call for help it is then asked who goes; a call that was passed on by who has it at the other end, and since when; of a team
 * that did not check in it is entered that it spoke.
 */
export const take = ({ desk, show }: Pick<View, "desk" | "show">, alarm: OnStrip): void => {
  if (alarm.kind === "help") {
    void takeHelp(desk.client, alarm.id);
    show({ type: "help", help: alarm.id });
  } else if (alarm.handover !== undefined) {
    show({ type: "taken", call: alarm.call_id ?? "", handover: alarm.id });
  } else if (alarm.kind === "call_back") {
    show({ type: "tell" });
  } else if (alarm.kind === "backup") {
    show({ type: "backup", backup: alarm.id });
  } else if (alarm.kind === "handoff") {
    show({ type: "handoff", handoff: alarm.id });
  } else if (alarm.kind === "roll") {
    show({ type: "roll" });
  } else if (alarm.kind === "check_in") {
    show({ type: "check_in", assignment: alarm.assignment_id ?? "" });
  } else {
    void takeAlarm(desk.client, alarm.id);
    show(null);
  }
  if (alarm.call_id !== null && desk.calls.has(alarm.call_id)) go(`/desk/call/${alarm.call_id}`);
};

const step = (view: View, by: 1 | -1): void => {
  const all = inOrder(view.desk.board);
  const at = all.findIndex(({ call }) => call.id === view.standing?.call.id);
  const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))];
  if (next !== undefined) go(`/desk/call/${next.call.id}`, { replace: true });
};

export const end = (view: View, assignment: Assignment): void => {
  const team = unitName(view.desk.units, assignment.unit_id);
  if (isAsked(assignment)) void endAssignment(view.desk.client, assignment, team, "withdrawn");
  else view.show({ type: "ending", assignment: assignment.id });
};

export const closeAs = (view: View, about: "by_phone" | "not_sent"): void => {
  const how = view.standing === undefined ? "closed" : closing(view.standing);
  const toDo = about === "not_sent" && view.standing !== undefined && reasonsToDo([view.standing]).length > 0;
  if (how === "needs_reason" || how === "ready" || toDo) view.show({ type: about });
};

/** Asks whoever is chosen, all at once; then the best one is chosen again. */
export const offerChosen = ({ desk, standing, chosen, wanted, unpick }: View): void => {
  const [first, second] = chosen;
  if (standing === undefined || first === undefined) return;
  const { client } = desk;
  if (second === undefined) void offer(client, standing.call, first.unit);
  else {
    const teams = chosen.map(({ unit }) => unit);
    void offerSeveral(client, standing.call, teams, wantedOf(wanted, onIt(standing.assignments)));
  }
  unpick();
};

/** Takes back what was entered or asked a moment ago; what was answered meanwhile stands. */
const takeBack = async ({ client, assignments, units }: Desk): Promise<void> => {
  const entered = undoStep(client.now());
  if (entered !== null) return void (await entered());
  const asked = undoable(lastAsked.value, assignments, client.now());
  lastAsked.value = { ids: [], at: 0 };
  for (const it of asked) await endAssignment(client, it, unitName(units, it.unit_id), "withdrawn");
};

/** What a team on it says; with none on it, which one is sent by voice. */
export const onVoice = ({ standing, show, chosen }: View): void => {
  if (standing === undefined) return;
  const open = standing.assignments.find(isOpen);
  if (open !== undefined) show({ type: "voice", assignment: open.id });
  else show({ type: "send", unit: chosen[0]?.unit.id ?? null });
};

const onCheckIn = ({ standing, show }: View): void => {
  const first = firstDue(standing?.assignments ?? []);
  if (first !== undefined) show({ type: "check_in", assignment: first.id });
};

const onChoose = ({ candidates, choose }: View, n: number): void => {
  const found = offerable(candidates)[n - 1];
  if (found !== undefined) choose(found.unit.id);
};

/** Holds whoever is chosen for the call, or lets go. */
const onHold = ({ desk, standing, chosen }: View): void => {
  if (standing === undefined) return;
  for (const { unit, is_held } of chosen) void hold(desk.client, standing.call, unit, is_held);
};

type Doing = { readonly [K in DeskAction["type"]]: (view: View, action: Extract<DeskAction, { type: K }>) => void };

const DOING: Omit<Doing, "alarm"> = {
  line: () => focusOn("#line"),
  next: (view) => step(view, 1),
  previous: (view) => step(view, -1),
  open: (view) => (view.standing === undefined ? step(view, 1) : focusOn("#call-title")),
  new_call: () => go("/desk/new"),
  teams: () => focusOn("#teams button"),
  offer: (view) => offerChosen(view),
  hold: onHold,
  wanted: ({ want }) => want(),
  undo: ({ desk }) => void takeBack(desk),
  move: ({ standing, show }) => standing !== undefined && show({ type: "move" }),
  by_phone: (view) => closeAs(view, "by_phone"),
  not_sending: (view) => closeAs(view, "not_sent"),
  pass_on: ({ standing, show }) => standing !== undefined && show({ type: "pass_on" }),
  note_place: ({ standing, show }) => standing !== undefined && show({ type: "note_place" }),
  tell: ({ standing, show }) => standing !== undefined && show({ type: "tell" }),
  correct: ({ standing, show }) => standing !== undefined && show({ type: "correct" }),
  merge: ({ standing, show }) => standing !== undefined && mayLead(standing.call) && show({ type: "merge" }),
  same: ({ standing, desk }) => standing !== undefined && mergeSame(standing.call, desk),
  timeline: ({ standing, show }) => standing !== undefined && show({ type: "timeline" }),
  voice: onVoice,
  check_in: onCheckIn,
  backup: ({ standing, show }) => {
    const first = onIt(standing?.assignments ?? [])[0];
    if (first !== undefined) show({ type: "ask_backup", assignment: first.id });
  },
  end_of_shift: ({ show }) => show({ type: "end_of_shift" }),
  roll: ({ show }) => show({ type: "roll" }),
  areas: ({ show }) => show({ type: "areas" }),
  keys: ({ show }) => show({ type: "keys" }),
  choose: (view, { n }) => onChoose(view, n),
};

/** Takes alarm n; beyond those on the strip the list opens first. False: there is none, the key is the browser's. */
const onAlarm = (view: View, n: number, isListed: boolean): boolean => {
  const { desk, show } = view;
  const alarm = desk.alarms[n - 1];
  if (alarm === undefined) return false;
  if (n > ON_STRIP && !isListed) show({ type: "alarms" });
  else take(view, alarm);
  return true;
};

/** Does what a key asks for; false leaves the key to the browser. `isListed`: the whole list of alarms is open. */
export const onKey = (view: View, action: DeskAction, isListed: boolean): boolean => {
  if (action.type === "alarm") return onAlarm(view, action.n, isListed);
  // Each entry takes exactly the action of its name, which the compiler cannot follow through the lookup.
  const act = DOING[action.type] as (view: View, action: DeskAction) => void;
  act(view, action);
  return true;
};

/** Which teams were picked for which call, and how many of them are to go. */
interface Picked {
  readonly call: string | null;
  readonly units: readonly string[];
  readonly wanted: number;
}

const NOBODY: Picked = { call: null, units: [], wanted: 1 };

/** The board with this call chosen. */
export const useView = (callId: string | null, show: View["show"]): View => {
  const desk = useDesk();
  const standing = desk.standing.get(callId ?? "");
  const candidates = candidatesFor(standing, desk);
  const [pick, setPick] = useState<Picked>({ call: callId, units: [], wanted: 1 });
  const able = offerable(candidates);
  const { units, wanted } = pick.call === callId ? pick : NOBODY;
  const picked = able.filter((it) => units.includes(it.unit.id));
  return {
    desk,
    standing,
    candidates,
    chosen: picked.length > 0 ? picked : able.slice(0, 1),
    wanted: Math.min(wanted, Math.max(1, picked.length)),
    people: usePeople(desk.client, desk.units),
    choose: (unit) =>
      setPick((now) => {
        const { units: before, wanted: n } = now.call === callId ? now : NOBODY;
        const after = before.includes(unit) ? before.filter((it) => it !== unit) : [...before, unit];
        return { call: callId, units: after, wanted: n };
      }),
    unpick: () => setPick(NOBODY),
    want: () => setPick((now) => ({ ...now, wanted: wanted >= picked.length ? 1 : wanted + 1 })),
    show,
  };
};
