/** What a desk leaves to whoever takes over, as it knows it before the server does. Pure. */
import type { GiveType, Handlers } from "../../overlay";

export const GIVING: Pick<Handlers, GiveType> = {
  "handoff.give": (view, { entity, args, at, person, name }) => {
    if (view.get("handoff", entity) !== undefined) return;
    const note = args.note ?? null;
    const calls = view
      .all("call")
      .filter((call) => call.closed_at === null)
      .map(({ id, number }) => ({ id, call_id: id, number }));
    view.put("handoff", entity, {
      ...{ id: entity, unit_id: null, shift_id: null, by: person, name, since: null, made_at: at, calls },
      alarms: view.all("alarm").filter((alarm) => alarm.resolved_at === null).length,
      notes: note === null ? [] : [note],
      version: 0,
    });
  },
};
