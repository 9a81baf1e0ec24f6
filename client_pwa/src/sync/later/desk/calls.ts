/**
 * What a desk foresees of the calls it takes, puts right, closes and passes on; the server's rows replace it. Pure.
 *
 * Fetched with the desk: no phone says anything of a call.
 */
import {
  type Call,
  type CorrectCall,
  type Correction,
  type Handover,
  TAXONOMY_VERSION,
  type TakenOver,
  type Told,
  type TriageResultCode,
} from "../../../schema";
import type { CallType, Handlers } from "../../overlay";
import { UNDER_WAY } from "../../states";

const ALTERNATIVE: ReadonlySet<Call["triage_result"]> = new Set([
  "alt_only",
  "alt_with_ems",
  "alt_standby",
  "co_response",
]);

const LIVE: ReadonlySet<string> = new Set(["offered", ...UNDER_WAY]);

const triaged = (result: Call["triage_result"]): Call["status"] => {
  if (result === "not_triaged") return "received";
  return ALTERNATIVE.has(result) ? "queued" : "triaged";
};

const PASSED_TO: Readonly<Partial<Record<TriageResultCode, Handover["to"]>>> = {
  transfer_988: "l988",
  transfer_211: "l211",
  ems_only: "ems",
  alt_with_ems: "ems",
  police_only: "police",
  co_response: "police",
};

const GIVEN_BY: Readonly<Partial<Record<Call["source"], Handover["to"]>>> = {
  l988: "l988",
  l211: "l211",
  psap911: "psap911",
  ems_req: "ems",
};

const begun = (call: Call, id: string, to: Handover["to"], at: number): Call => ({
  ...call,
  handovers: [...(call.handovers ?? []), { id, to, way: "to", begun_at: at, taken_at: null }],
});

const passedTo = (it: Handover, to: Handover["to"]): boolean => it.to === to && it.way !== "from";

/** As another service gave it to us: there is one such handover, and it is named as the call. */
const given = (call: Call): Call => {
  const to = GIVEN_BY[call.source];
  return to === undefined
    ? call
    : { ...call, handovers: [{ id: call.id, to, way: "from", begun_at: call.received_at, taken_at: null }] };
};

/** Passed on, unless it was already and nobody there has it yet. */
const passedOn = (call: Call, id: string, to: Handover["to"], at: number): Call =>
  call.handovers?.some((it) => it.id === id || (passedTo(it, to) && it.taken_at === null))
    ? call
    : begun(call, id, to, at);

/** Passed on as the screening leaves it to another service, once. */
const screened = (call: Call, id: string, result: TriageResultCode | null | undefined, at: number): Call => {
  const to = PASSED_TO[result ?? "not_triaged"];
  return to === undefined || call.handovers?.some((it) => passedTo(it, to)) ? call : begun(call, id, to, at);
};

/** Somebody there has it; who said so first stands. */
const takenOver = (call: Call, { handover, name }: TakenOver, at: number): Call => {
  const known = call.handovers ?? [];
  const found = known.find((it) => it.id === handover && it.taken_at === null);
  return found === undefined
    ? call
    : {
        ...call,
        handovers: known.map((it) => (it === found ? { ...it, taken_at: at } : it)),
        taken_by: { ...call.taken_by, [found.id]: name },
      };
};

const CODED = ["type_code", "priority", "location_kind", "area", "place_within"] as const;

/** Those of the codes that a correction names, as they stand in another place. */
const named = (args: CorrectCall, of: Partial<Correction["to"]>): Correction["to"] =>
  Object.fromEntries(CODED.map((field) => [field, (args[field] ?? null) === null ? null : of[field]]));

const isNamed = ([, value]: readonly [string, unknown]): boolean => value !== null;

/** Put right: what is named stands now, and what stood before is kept. */
const corrected = (call: Call, id: string, args: CorrectCall, at: number): Call => {
  if (call.corrections?.some((it) => it.id === id)) return call;
  const to = named(args, args as Partial<Correction["to"]>);
  const [place, said] = [args.place ?? null, args.said ?? null];
  const made = { id, at, to, was: named(args, call), place: place !== null, said: said !== null };
  return {
    ...call,
    ...(Object.fromEntries(Object.entries(to).filter(isNamed)) as Partial<Call>),
    ...(place === null ? {} : { place, other_places: { ...call.other_places, [id]: call.place ?? "" } }),
    ...(said === null ? {} : { said, other_words: { ...call.other_words, [id]: call.said ?? "" } }),
    corrections: [...(call.corrections ?? []), made],
  };
};

/** What the caller was told, once; of a call-back what came of it. */
const told = (call: Call, made: Told): Call => ({
  ...call,
  told: [...(call.told ?? []).filter((it) => it.id !== made.id), made],
});

export const CALLS: Pick<Handlers, CallType> = {
  "call.take": (view, { id, entity, args, at, skew_ms }) => {
    if (view.get("call", entity) !== undefined) return;
    const { label, on_paper, area, screening, language, minor_involved, persons_count, taxonomy_version, ...told } =
      args;
    const call: Call = {
      ...told,
      id: entity,
      number: label ?? "",
      on_paper: on_paper ?? false,
      status: triaged(args.triage_result),
      received_at: args.received_at + skew_ms,
      taxonomy_version: taxonomy_version ?? TAXONOMY_VERSION,
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
    };
    view.put("call", entity, screened(given(call), id, args.triage_result, at));
  },
  "call.close": (view, { id, entity, args, at }) =>
    view.edit("call", entity, (call) => ({
      ...screened(call, id, args.triage_result, at),
      status: "closed",
      closed_at: call.closed_at ?? at,
      triage_result: args.triage_result ?? call.triage_result,
      not_sent_reason: args.not_sent_reason ?? call.not_sent_reason,
    })),
  "call.correct": (view, { id, entity, args, at }) =>
    view.edit("call", entity, (call) => corrected(call, id, args, at)),
  "call.merge": (view, { entity, args, at }) => {
    const into = args.into ?? null;
    const isLive = view.all("assignment").some((it) => it.call_id === entity && LIVE.has(it.state));
    view.edit("call", entity, (call) => ({
      ...call,
      merged_into: into,
      merged_at: into === null ? null : at,
      ...(isLive ? {} : { closed_at: into === null ? null : (call.closed_at ?? at) }),
      ...(isLive ? {} : { status: into === null ? triaged(call.triage_result) : "closed" }),
    }));
  },
  "call.hand_over": (view, { id, entity, args, at }) =>
    view.edit("call", entity, (call) => passedOn(call, id, args.to, at)),
  "call.taken_over": (view, { entity, args, at, skew_ms }) => {
    const said = args.at ?? null;
    view.edit("call", entity, (call) => takenOver(call, args, said === null ? at : said + skew_ms));
  },
  "call.tell": (view, { id, entity, args, at, skew_ms }) => {
    const by = args.by ?? null;
    view.edit("call", entity, (call) =>
      call.told?.some((it) => it.id === id)
        ? call
        : told(call, { id, what: args.what, at, by: by === null ? null : by + skew_ms }),
    );
  },
  "call.call_back": (view, { entity, args, at }) =>
    view.edit("call", entity, (call) => {
      const known = call.told?.find((it) => it.id === args.told);
      return known === undefined || (known.done_at ?? null) !== null
        ? call
        : told(call, { ...known, done_at: at, how: args.how });
    }),
  "call.erase": (view, { entity }) => view.drop("call", entity),
};
