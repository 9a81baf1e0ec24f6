/**
 * The command line: reads what was typed into one thing to do, or says what is missing. It does nothing itself.
 *
 * `offer <call> <team>` · `move <call> <team>` · `hold <call> <team>` · `close <call> <reason>` · `pass <call> <service>` · `prio <call> <priority>` · `merge <call> <call> …` · `find <words>`. Words may be cut short as long as one thing fits.
 */
import type { Call, HandedToCode, NotSentReasonCode, PriorityCode, TriageResultCode, Unit } from "../../../schema";
import { normalise } from "../../../text/normalise";

export type Verb = "offer" | "move" | "hold" | "close" | "pass" | "prio" | "merge" | "find";
export type Reason =
  | { readonly kind: "not_sent"; readonly code: NotSentReasonCode }
  | { readonly kind: "by_phone"; readonly code: TriageResultCode };

export type Missing = "verb" | "call" | "team" | "reason" | "service" | "priority" | "words";

export type Parsed =
  | { readonly kind: "empty" }
  | { readonly kind: "offer" | "move" | "hold"; readonly call: Call; readonly unit: Unit }
  | { readonly kind: "close"; readonly call: Call; readonly reason: Reason }
  | { readonly kind: "pass"; readonly call: Call; readonly to: HandedToCode }
  | { readonly kind: "prio"; readonly call: Call; readonly to: PriorityCode }
  | { readonly kind: "merge"; readonly leader: Call; readonly calls: readonly Call[] }
  | { readonly kind: "find"; readonly words: string; readonly found: readonly Call[] }
  /** Something is still to be typed, or `said` fits nothing or several. */
  | { readonly kind: "missing"; readonly what: Missing; readonly said: string; readonly several: boolean };

/** What can be named on the line, in the words of the language of the moment. */
export interface Vocabulary {
  readonly verbs: Readonly<Record<Verb, string>>;
  readonly calls: readonly Call[];
  readonly units: readonly Unit[];
  readonly reasons: readonly { readonly label: string; readonly reason: Reason }[];
  readonly services: readonly { readonly label: string; readonly to: HandedToCode }[];
  readonly describe: (call: Call) => string;
}

export interface Read {
  readonly parsed: Parsed;
  /** The line with the word being typed filled up; null when there is nothing to fill. */
  readonly completed: string | null;
}

interface Named<T> {
  readonly name: string;
  readonly is: T;
}

/** Those whose folded name begins with the folded words; one that is exactly it wins. */
const named = <T>(all: readonly Named<T>[], said: string): readonly Named<T>[] => {
  const wanted = normalise(said);
  if (wanted === "") return [];
  const exact = all.filter((it) => normalise(it.name) === wanted);
  return exact.length > 0 ? exact : all.filter((it) => normalise(it.name).startsWith(wanted));
};

const missing = (what: Missing, said: string, several = false): Parsed => ({ kind: "missing", what, said, several });

const callsNamed = (calls: readonly Call[], said: string): readonly Named<Call>[] => {
  const all = calls.filter((call) => call.number !== "").map((call) => ({ name: call.number, is: call }));
  // "2" is call 0002, whatever else ends so.
  const same = /^\d+$/.test(said) ? all.filter((it) => Number(it.name) === Number(said)) : [];
  if (same.length > 0) return same;
  const exact = named(all, said);
  if (exact.length > 0 || said === "") return exact;
  // "238" is the call whose spoken number ends so.
  return all.filter((it) => normalise(it.name).endsWith(normalise(said)));
};

const fill = (parts: readonly string[], found: readonly Named<unknown>[], said: string): string | null => {
  const only = found.length === 1 ? found[0] : undefined;
  if (only === undefined || only.name === said) return null;
  return [...parts, only.name].join(" ");
};

const withCall = (
  verb: string,
  rest: readonly string[],
  words: Vocabulary,
  then: (call: Call, head: readonly string[], tail: string) => Read,
): Read => {
  const said = rest[0] ?? "";
  const found = callsNamed(words.calls, said);
  const only = found.length === 1 ? found[0] : undefined;
  if (only === undefined) return { parsed: missing("call", said, found.length > 1), completed: null };
  if (rest.length === 1) {
    return { ...then(only.is, [verb, only.name], ""), completed: only.name === said ? null : `${verb} ${only.name} ` };
  }
  return then(only.is, [verb, only.name], rest.slice(1).join(" "));
};

/** A verb that takes a call and one of these: what it then is to do, or what is missing. */
const withOne =
  <T>(what: Missing, all: (words: Vocabulary) => readonly Named<T>[], then: (call: Call, one: T) => Parsed) =>
  (verb: string, rest: readonly string[], words: Vocabulary): Read =>
    withCall(verb, rest, words, (call, head, tail) => {
      const found = named(all(words), tail);
      const only = found.length === 1 ? found[0] : undefined;
      return {
        parsed: only === undefined ? missing(what, tail, found.length > 1) : then(call, only.is),
        completed: fill(head, found, tail),
      };
    });

const withTeam = (kind: "offer" | "move" | "hold") =>
  withOne(
    "team",
    ({ units }) => units.map((unit) => ({ name: unit.name, is: unit })),
    (call, unit) => ({ kind, call, unit }),
  );

const close = withOne(
  "reason",
  ({ reasons }) => reasons.map(({ label, reason }) => ({ name: label.toLowerCase(), is: reason })),
  (call, reason) => ({ kind: "close", call, reason }),
);

const pass = withOne(
  "service",
  ({ services }) => services.map(({ label, to }) => ({ name: label.toLowerCase(), is: to })),
  (call, to) => ({ kind: "pass", call, to }),
);

/** P0 is a responder's own emergency: no call becomes that. */
const prio = withOne(
  "priority",
  () => (["P1", "P2", "P3", "P4"] as const).map((code) => ({ name: code.toLowerCase(), is: code })),
  (call, to) => ({ kind: "prio", call, to }),
);

const WITH_CALL = {
  offer: withTeam("offer"),
  move: withTeam("move"),
  hold: withTeam("hold"),
  close,
  pass,
  prio,
} as const;

const find = (rest: readonly string[], words: Vocabulary): Read => {
  const said = rest.join(" ");
  const wanted = normalise(said).split(" ").filter(Boolean);
  if (wanted.length === 0) return { parsed: missing("words", ""), completed: null };
  const found = words.calls.filter((call) => {
    const text = ` ${normalise(words.describe(call))}`;
    return wanted.every((word) => text.includes(` ${word}`));
  });
  return { parsed: { kind: "find", words: said, found }, completed: null };
};

/** The first leads, all the others become part of it. */
const merge = (rest: readonly string[], words: Vocabulary): Read => {
  const each = rest.map((said) => ({ said, found: callsNamed(words.calls, said) }));
  const odd = each.find(({ found }) => found.length !== 1);
  if (odd !== undefined) return { parsed: missing("call", odd.said, odd.found.length > 1), completed: null };
  const [leader, ...others] = new Set(each.flatMap(({ found }) => found.map((it) => it.is)));
  if (leader === undefined || others.length === 0) return { parsed: missing("call", ""), completed: null };
  return { parsed: { kind: "merge", leader, calls: others }, completed: null };
};

/** What the line means. */
export const read = (line: string, words: Vocabulary): Read => {
  const [said = "", ...rest] = line.trim().split(/\s+/).filter(Boolean);
  if (said === "") return { parsed: { kind: "empty" }, completed: null };
  const verbs = (["offer", "move", "hold", "close", "pass", "prio", "merge", "find"] as const).map((verb) => ({
    name: words.verbs[verb],
    is: verb,
  }));
  const found = named(verbs, said);
  const only = found.length === 1 ? found[0] : undefined;
  if (only === undefined) return { parsed: missing("verb", said, found.length > 1), completed: null };
  if (rest.length === 0) {
    const what: Missing = only.is === "find" ? "words" : "call";
    return { parsed: missing(what, ""), completed: line.endsWith(" ") && only.name === said ? null : `${only.name} ` };
  }
  if (only.is === "merge") return merge(rest, words);
  return only.is === "find" ? find(rest, words) : WITH_CALL[only.is](only.name, rest, words);
};
