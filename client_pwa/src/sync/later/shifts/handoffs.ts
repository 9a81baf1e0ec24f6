/** That what a shift left was read, as this device knows it before the server does. Pure. */
import type { GiveType, Handlers, HandoffType } from "../../overlay";

export const HANDOFFS: Pick<Handlers, Exclude<HandoffType, GiveType>> = {
  "handoff.read": (view, { entity, args, at, skew_ms, person, name }) =>
    view.edit("handoff", entity, (handoff) => {
      const said = args.at ?? null;
      const read = (handoff.read_at ?? null) === null;
      return {
        ...handoff,
        ...(read ? { read_at: said === null ? at : said + skew_ms, read_by: person, reader: name } : {}),
        done: [...new Set([...(handoff.done ?? []), ...(args.done ?? [])])],
      };
    }),
};
