/**
 * What a desk foresees of the calls it takes and closes; the server's rows replace it. Pure.
 *
 * Fetched with the desk: no phone says anything of a call.
 */
import type { Call } from "../../schema";
import type { CallType, Handlers } from "../overlay";

const ALTERNATIVE: ReadonlySet<Call["triage_result"]> = new Set([
  "alt_only",
  "alt_with_ems",
  "alt_standby",
  "co_response",
]);

const triaged = (result: Call["triage_result"]): Call["status"] => {
  if (result === "not_triaged") return "received";
  return ALTERNATIVE.has(result) ? "queued" : "triaged";
};

export const CALLS: Pick<Handlers, CallType> = {
  "call.take": (view, { entity, args, at, skew_ms }) => {
    if (view.get("call", entity) !== undefined) return;
    const { area, screening, language, minor_involved, persons_count, ...told } = args;
    view.put("call", entity, {
      ...told,
      id: entity,
      number: "",
      status: triaged(args.triage_result),
      received_at: args.received_at + skew_ms,
      taxonomy_version: 1,
      entered_at: at,
      triaged_at: args.triage_result === "not_triaged" ? null : at,
      first_offer_at: null,
      closed_at: null,
      not_sent_reason: null,
      area: area ?? "unknown",
      screening: screening ?? {},
      language: language ?? null,
      minor_involved: minor_involved ?? "unknown",
      persons_count: persons_count ?? null,
      version: 0,
    });
  },
  "call.close": (view, { entity, args, at }) =>
    view.edit("call", entity, (call) => ({
      ...call,
      status: "closed",
      closed_at: call.closed_at ?? at,
      triage_result: args.triage_result ?? call.triage_result,
      not_sent_reason: args.not_sent_reason ?? call.not_sent_reason,
    })),
  "call.erase": (view, { entity }) => view.drop("call", entity),
};
