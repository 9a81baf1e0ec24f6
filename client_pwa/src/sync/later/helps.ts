/** Calls for help as this device knows them before the server does; its rows replace these. Pure. */
import type { Help } from "../../schema";
import type { Handlers, HelpType } from "../overlay";

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
      version: 0,
    });
  },
  "help.take": (view, { entity, args, at, skew_ms }) =>
    view.edit("help", entity, (help) => taken(help, when(args.at, skew_ms, at))),
  "help.end": (view, { entity, args, at, skew_ms }) =>
    view.edit("help", entity, (help) => ended(help, when(args.at, skew_ms, at), args.ending)),
};
