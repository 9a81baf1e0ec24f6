/** Somebody the team came across, as this device knows it before the server does; its rows replace these. Pure. */
import { type Handlers, type MeetType, newAssignment, settleCall } from "../overlay";

export const MEETING: Pick<Handlers, MeetType> = {
  "call.meet": (view, { entity, args, at, skew_ms }) => {
    if (view.get("call", entity) !== undefined) return;
    const said = args.met_at ?? null;
    const met = said === null ? at : said + skew_ms;
    view.put("call", entity, {
      id: entity,
      number: "",
      status: "active",
      source: "onview",
      type_code: "WELFARE",
      priority: "P3",
      taxonomy_version: 1,
      received_at: met,
      entered_at: at,
      triaged_at: at,
      first_offer_at: null,
      closed_at: null,
      triage_result: "alt_only",
      would_have_gone_to: "unknown",
      not_sent_reason: null,
      screening: {},
      caller_role: "anonymous",
      location_kind: "outdoor_public",
      area: "unknown",
      language: null,
      minor_involved: "unknown",
      persons_count: null,
      version: 0,
    });
    const made = newAssignment(args.assignment_id, { call_id: entity, unit_id: args.unit_id }, met, "on_view");
    const there = { accepted_at: null, arrived_at: met, contact_at: met, outcome: "due" } as const;
    view.put("assignment", made.id, { ...made, ...there, state: "contact" });
    view.edit("unit", args.unit_id, (unit) => ({ ...unit, status: "on_scene", status_at: met, status_until: null }));
    settleCall(view, entity);
  },
};
