/** What an interrupter's phone foresees of its log; the server's row replaces it. Pure. Fetched with the site's screens. */
import type { Handlers, MediationType } from "../../overlay";

export const MEDIATIONS: Pick<Handlers, MediationType> = {
  "mediation.record": (view, { entity, args, at, person }) => {
    if (view.get("mediation", entity) !== undefined) return;
    view.put("mediation", entity, {
      youth_present: "unknown",
      weapon_present: "unknown",
      shooting_likely: "possible",
      group_involved: "unknown",
      retaliation_related: "unknown",
      retaliation_prevented: "unsure",
      look_again: "none",
      staff_minutes: null,
      ...args,
      id: entity,
      by: person,
      received_at: at,
      version: 0,
    });
  },
};
