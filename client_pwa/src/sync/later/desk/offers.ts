/** What a desk foresees of offers, alarms and custody; the server's rows replace it. Pure. Fetched with the desk. */
import type { Assignment, CommandArgs } from "../../../schema";
import { type DeskType, type Handlers, newAssignment, rank, setUnit, settleCall, type View } from "../../overlay";
import { isThereState } from "../../states";
import { ALARMS } from "../safety/alarms";

const ended = (assignment: Assignment, ending: CommandArgs["assignment.end"]["ending"]): Assignment["state"] => {
  if (ending !== "cancelled") return ending;
  return isThereState(assignment.state) ? "cancelled_on_scene" : "cancelled_enroute";
};

/** The team asked leaves its own call for this one; another team goes on until this one says yes. */
const leave = (view: View, id: string | null, unit: string, at: number): void => {
  const before = view.get("assignment", id ?? "");
  if (before === undefined || before.unit_id !== unit) return;
  view.put("assignment", before.id, { ...before, state: "preempted", ending: "preempted", ended_at: at });
  settleCall(view, before.call_id);
};

/** For so long it is shown that a desk holds a team (server/dispatch/rules/units.py). */
const HOLD = 10 * 60_000;

/** What the team has on this call now. */
const isOwn = (it: Assignment, { call_id, unit_id }: CommandArgs["assignment.enter"]): boolean =>
  it.call_id === call_id && it.unit_id === unit_id && rank(it.state) >= 0 && it.state !== "cleared";

export const DESK: Pick<Handlers, DeskType> = {
  "custody.resolve": (view, { entity }) => view.drop("held", entity),
  ...ALARMS,
  "unit.hold": (view, { entity, args, at }) => {
    const held_for = args.call_id ?? null;
    view.edit("unit", entity, (unit) => ({ ...unit, held_for, held_until: held_for === null ? null : at + HOLD }));
  },
  "assignment.offer": (view, { entity, args, at }) => {
    if (view.get("assignment", entity) !== undefined) return;
    const instead_of = args.instead_of ?? null;
    view.put("assignment", entity, {
      ...newAssignment(entity, args, at, "offered"),
      instead_of,
      wanted: args.wanted ?? 1,
    });
    leave(view, instead_of, args.unit_id, at);
    view.edit("unit", args.unit_id, (unit) => ({ ...unit, held_for: null, held_until: null }));
    view.edit("call", args.call_id, (call) => ({
      ...call,
      first_offer_at: call.first_offer_at ?? at,
    }));
  },
  "assignment.enter": (view, { entity, args, at, skew_ms }) => {
    if (view.get("assignment", entity) !== undefined) return;
    const said = args.assigned_at ?? null;
    const sent = said === null ? at : said + skew_ms;
    const own = view.all("assignment").find((it) => isOwn(it, args)) ?? newAssignment(entity, args, sent, "offered");
    view.put("assignment", own.id, {
      ...own,
      state: own.state === "offered" ? "accepted" : own.state,
      offered_at: Math.min(own.offered_at, sent),
      accepted_at: Math.min(own.accepted_at ?? sent, sent),
      origin: "manual",
      said_by: args.voice?.said_by ?? null,
    });
    if (own.state === "offered") setUnit(view, args.unit_id, "assigned", sent);
    settleCall(view, args.call_id);
  },
  "assignment.end": (view, { entity, args, at }) => {
    view.edit("assignment", entity, (assignment) =>
      rank(assignment.state) < 0 || assignment.state === "cleared"
        ? assignment
        : { ...assignment, state: ended(assignment, args.ending), ending: args.ending, ended_at: at },
    );
    const call = view.get("assignment", entity)?.call_id;
    if (call !== undefined) settleCall(view, call);
  },
};
