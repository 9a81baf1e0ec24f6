/** Calls for help, and who is sent for them, as this device knows them before the server does; its rows replace these. Pure. */
import type { Help } from "../../../schema";
import type { Handlers, HelpType } from "../../overlay";

const earliest = (known: number | null, at: number): boolean => known === null || at < known;

const taken = (help: Help, at: number): Help => (earliest(help.taken_at, at) ? { ...help, taken_at: at } : help);

const ended = (help: Help, at: number, ending: Help["ending"]): Help =>
  earliest(help.ended_at, at) ? { ...help, ended_at: at, ending } : help;

const when = (said: number | null | undefined, skew: number, at: number): number =>
  said === null || said === undefined ? at : said + skew;

export const HELPS: Pick<Handlers, HelpType> = {
  "help.call": (view, { entity, args, at, skew_ms, person, name }) => {
    if (view.get("help", entity) !== undefined) return;
    view.put("help", entity, {
      id: entity,
      unit_id: args.unit_id ?? null,
      by: person,
      name,
      raised_at: when(args.pressed_at, skew_ms, at),
      received_at: at,
      taken_at: null,
      ended_at: null,
      ending: null,
      sent: [],
      version: 0,
    });
  },
  "help.send": (view, { id, entity, args, at, skew_ms, person, name }) =>
    view.edit("help", entity, (help) => {
      if (help.sent?.some((it) => it.id === id) === true) return help;
      const when_sent = when(args.at, skew_ms, at);
      const { to, unit_id = null, at_risk = false, policy = 0 } = args;
      const team = unit_id === null ? null : (view.get("unit", unit_id)?.name ?? null);
      const one = { id, to, unit_id, team, by: person, name, at: when_sent, at_risk, policy };
      return { ...taken(help, when_sent), sent: [...(help.sent ?? []), one] };
    }),
  "help.policy": (view, { entity, args, at, person, name }) => {
    if (view.get("help_policy", entity) !== undefined) return;
    const before = view.all("help_policy");
    for (const { id } of before) view.drop("help_policy", id);
    const known = before.find((it) => it.on_call?.person_id === args.on_call)?.on_call;
    const on_call = args.on_call ?? null;
    view.put("help_policy", entity, {
      id: entity,
      number: Math.max(0, ...before.map((it) => it.number)) + 1,
      order: args.order,
      police_preset: args.police_preset,
      on_call: on_call === null ? null : (known ?? { person_id: on_call, name: "", phone: null }),
      set_at: at,
      by: person,
      name,
    });
  },
  "help.place": (view, { entity, args, skew_ms }) =>
    view.edit("help", entity, (help) => ({
      ...help,
      position: { ...args.position, at: args.position.at + skew_ms },
    })),
  "help.take": (view, { entity, args, at, skew_ms }) =>
    view.edit("help", entity, (help) => taken(help, when(args.at, skew_ms, at))),
  "help.end": (view, { entity, args, at, skew_ms }) =>
    view.edit("help", entity, (help) => ended(help, when(args.at, skew_ms, at), args.ending)),
};
