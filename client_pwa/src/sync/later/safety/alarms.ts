/** What a desk or a lead foresees of an alarm they take; the server's row replaces it. Pure. */
import type { Handlers } from "../../overlay";

export const ALARMS: Pick<Handlers, "alarm.resolve"> = {
  "alarm.resolve": (view, { entity, at }) =>
    view.edit("alarm", entity, (alarm) => ({ ...alarm, resolved_at: alarm.resolved_at ?? at })),
};
