/** Which call another may be about the same as. A proposal only: nothing is merged by itself. Pure. */
import type { Call, TypeCodeCode } from "../../../schema";
import { isClosed } from "../rules/board";

/** So near in time two calls may well be about one event. */
const NEAR_MS = 30 * 60_000;
/** What is over is still named for so long. */
const OVER_MS = 2 * 60 * 60_000;

/** What is compared: of a call, or of one that is being taken. */
export interface About extends Pick<Call, "id" | "received_at" | "area" | "place"> {
  readonly type_code: TypeCodeCode | null;
}

const plain = (text: string | null | undefined): string => (text ?? "").trim().toLocaleLowerCase();

const isSamePlace = (one: About, other: About): boolean =>
  plain(one.place) !== "" && plain(one.place) === plain(other.place);

const isSameKind = (one: About, other: About): boolean =>
  !["", "unknown"].includes(plain(one.area)) &&
  plain(one.area) === plain(other.area) &&
  one.type_code !== null &&
  one.type_code === other.type_code;

/** The same place or the same area and type, within half an hour. */
export const isAlike = (one: About, other: About): boolean =>
  Math.abs(one.received_at - other.received_at) <= NEAR_MS && (isSamePlace(one, other) || isSameKind(one, other));

/** The call that leads it: itself, unless it is part of another. Null when that one is not known here. */
const leaderOf = (call: Call, calls: ReadonlyMap<string, Call>): Call | null => {
  let leads: Call | undefined = call;
  // Two desks may have merged both ways while apart: this one may hold the ring until it hears which stands.
  for (let left = calls.size; left > 0 && leads !== undefined; left -= 1) {
    if ((leads.merged_into ?? null) === null) return leads;
    leads = calls.get(leads.merged_into ?? "");
  }
  return null;
};

/** Whether it is open, or was over not long ago. */
const isRecent = (call: Call, now: number): boolean => !isClosed(call) || now - (call.closed_at ?? now) <= OVER_MS;

/** The call this one may be about the same as: open before over, the same place before the same type, then by time. */
export const looksLike = (told: About, calls: ReadonlyMap<string, Call>, now: number): Call | null => {
  const weight = (alike: Call, leads: Call): readonly number[] => [
    Number(isClosed(leads)),
    Number(!isSamePlace(told, alike)),
    Math.abs(alike.received_at - told.received_at),
  ];
  const found = [...calls.values()]
    .filter((it) => it.id !== told.id && isAlike(told, it))
    .map((it) => [it, leaderOf(it, calls)] as const)
    .filter((it): it is readonly [Call, Call] => it[1] !== null && it[1].id !== told.id && isRecent(it[1], now))
    .map(([it, leads]) => ({ leads, by: weight(it, leads) }))
    .sort((one, other) => one.by.map((n, at) => n - (other.by[at] ?? 0)).find((n) => n !== 0) ?? 0);
  return found[0]?.leads ?? null;
};

/** Entered after the event, from paper or by a desk that was alone: another desk may have entered it too. */
const wasEnteredLater = (call: Call): boolean => call.on_paper === true || /^\p{L}/u.test(call.number);

/** Two entries of what may be one call, of which that entered later would become part of the other. Null: none. */
export const enteredTwice = (
  call: Call,
  calls: ReadonlyMap<string, Call>,
  now: number,
): { readonly leads: Call; readonly part: Call } | null => {
  if (isClosed(call) || (call.merged_into ?? null) !== null) return null;
  const other = looksLike(call, calls, now);
  if (other === null || isClosed(other) || !(wasEnteredLater(call) || wasEnteredLater(other))) return null;
  return other.entered_at <= call.entered_at ? { leads: other, part: call } : { leads: call, part: other };
};
