/** What a site's phones foresee of call-outs and of being on call; the server's rows replace it. Pure. */
import type { Callout, Coming } from "../../../schema";
import type { CalloutType, Handlers, View } from "../../overlay";

const MINUTE = 60_000;
/** As the server has them: until somebody is heard from, and how long somebody is on call. */
const CHECK_MS = 60 * MINUTE;
const ON_CALL_MS = 12 * 60 * MINUTE;

const partOf = (view: View, callout_id: string, person_id: string): Coming =>
  view.all("coming").find((it) => it.callout_id === callout_id && it.person_id === person_id) ?? {
    ...{ id: `${callout_id}.${person_id}`, callout_id, person_id, name: "", phone: null },
    ...{ asked_at: null, sent_at: null, delivered_at: null, shown_at: null },
    ...{ pushed_at: null, push_failed_at: null, rang_at: null },
    ...{ answer: null, said_at: null, from_at: null, also: false },
    ...{ checked_at: null, check_by: null, missed_at: null, no_link: false, safe_at: null, version: 0 },
  };

/** One more comes, or one fewer: the call-out is filled or open again, unless it is over. */
const counted = (callout: Callout, more: number): Callout => {
  const coming = callout.coming + more;
  if (callout.state === "ended") return { ...callout, coming };
  return { ...callout, coming, state: coming >= callout.people ? "filled" : "open" };
};

const keep = (view: View, before: Coming, after: Coming): void => {
  view.put("coming", after.id, after);
  const more = Number(after.answer === "coming") - Number(before.answer === "coming");
  if (more !== 0) view.edit("callout", after.callout_id, (callout) => counted(callout, more));
};

export const CALLOUTS: Pick<Handlers, CalloutType> = {
  "duty.say": (view, { entity, args, at, skew_ms, name }) => {
    const said = args.at == null ? at : args.at + skew_ms;
    const known = view.get("duty", entity);
    if (known !== undefined && said < known.said_at) return;
    const until_at = args.on_call ? said + ON_CALL_MS : null;
    view.put("duty", entity, { id: entity, name, on_call: args.on_call, said_at: said, until_at, version: 0 });
  },
  "callout.make": (view, { entity, args, at, person }) => {
    if (view.get("callout", entity) !== undefined) return;
    view.put("callout", entity, {
      ...{ ...args, people: args.people ?? 1 },
      ...{ id: entity, by: person, state: "open", coming: 0, made_at: at },
      ...{ ended_at: null, ending: null, step: null, version: 0 },
    });
  },
  "callout.shown": (view, { entity, args, skew_ms, person }) => {
    const known = view.all("coming").find((it) => it.callout_id === entity && it.person_id === person);
    if (known === undefined) return;
    view.put("coming", known.id, { ...known, shown_at: known.shown_at ?? args.shown_at + skew_ms });
  },
  "callout.say": (view, { entity, args, at, skew_ms, person }) => {
    const before = partOf(view, entity, args.person_id ?? person);
    const said_at = args.at == null ? at : args.at + skew_ms;
    if (before.said_at !== null && said_at < before.said_at) return;
    const from_at = args.coming ? said_at + (args.in_min ?? 0) * MINUTE : null;
    const also = before.answer === "coming" ? before.also : view.get("callout", entity)?.state === "filled";
    keep(view, before, {
      ...{ ...before, said_at, from_at, also: args.coming && also, answer: args.coming ? "coming" : "cannot" },
      check_by: from_at === null || before.safe_at !== null ? null : from_at + CHECK_MS,
      ...{ missed_at: null, no_link: false },
    });
  },
  "callout.check_in": (view, { entity, args, at, skew_ms, person }) => {
    const before = partOf(view, entity, args.person_id ?? person);
    const checked_at = args.at == null ? at : args.at + skew_ms;
    if (before.checked_at !== null && checked_at < before.checked_at) return;
    const safe = args.safe === true;
    keep(view, before, {
      ...before,
      ...(before.answer === "coming" ? {} : { answer: "coming", said_at: checked_at, from_at: checked_at }),
      ...{ checked_at, safe_at: safe ? checked_at : null, missed_at: null, no_link: false },
      check_by: safe ? null : checked_at + (args.in_min == null ? CHECK_MS : args.in_min * MINUTE),
    });
  },
  "callout.end": (view, { entity, args, at, skew_ms }) =>
    view.edit("callout", entity, (callout) =>
      callout.state === "ended"
        ? callout
        : {
            ...{ ...callout, state: "ended", ending: args.ending, step: null },
            ended_at: args.at == null ? at : args.at + skew_ms,
          },
    ),
};
