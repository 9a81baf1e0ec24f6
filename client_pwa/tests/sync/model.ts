/**
 * The world around the engine, as far as it matters: which events can come when, and what must be so after each.
 *
 * A place is an engine with its times made coarse, so that there are finitely many, and all of them can be walked to.
 */
import {
  DEAD_MS,
  type Engine,
  FIRST_BACKOFF_MS,
  LAST_BACKOFF_MS,
  mayRead,
  type Step,
  TOKEN_MS,
} from "../../src/sync/engine";
import type { Effect, Event, Lane } from "../../src/sync/events";
import type { News } from "../../src/sync/run";

export const NOW = 1_000_000_000;
const AFTER_MS = 5_000;

/** An engine, and whether the outbox is being marked for sending again (which no field of the engine tells). */
export interface Place {
  readonly engine: Engine;
  readonly isMarking: boolean;
}

/** All is fresh · every lane rests after a failure · every time has come. */
export const CLOCKS = ["fresh", "resting", "due"] as const;
export type Clock = (typeof CLOCKS)[number];

/** The engine with its times as this clock has them, and its numbers as small as they can be. */
export const set = (e: Engine, clock: Clock): Engine => {
  const rest = clock === "resting" ? { attempt: 3, until: NOW + 3000 } : { attempt: 0, until: 0 };
  const due = clock === "due";
  return {
    ...e,
    ...{ pending: Math.min(e.pending, 1), batch: 100, full_batch: 100, epoch: e.epoch === null ? null : 1 },
    token_at: due ? NOW - TOKEN_MS : NOW - 1,
    heard_at: due ? NOW - DEAD_MS : NOW - 1,
    poll_at: due ? NOW : NOW + 9000,
    ping_at: due ? NOW : NOW + 9000,
    rests: { link: rest, upload: rest, pull: rest, got: rest, socket: rest, wipe: rest },
  };
};

/** What tells two places apart, however fine their times. `refused` is only shown to people: nothing depends on it. */
export const keyOf = ({ engine: e, isMarking }: Place): string =>
  `${e.reads},${e.link},${e.rights},${e.revoked},${e.wiped},${e.upgrade},${e.upload},${e.pending > 0},${e.unsure},` +
  `${e.pull},${e.stale},${e.got},${e.owed},${e.socket},${e.astray},${e.epoch === null},${e.resend},${isMarking}`;

interface Kind {
  readonly news: News;
  /** When it can come; the words say so in the table. */
  readonly when: string;
  readonly can: (place: Place) => boolean;
}

const kind = (when: string, can: (e: Engine, isMarking: boolean) => boolean, news: readonly News[]): readonly Kind[] =>
  news.map((one) => ({ news: one, when, can: ({ engine, isMarking }) => can(engine, isMarking) }));

const lost = (lane: Lane, sent = 0): News => ({ type: "lost", lane, after: 0, sent });
const unauthorized = (lane: Lane): News => ({ type: "unauthorized", lane });

/** Every event there is, each with its readings, and when it can come. */
export const KINDS: readonly Kind[] = [
  ...kind("at any time", () => true, [
    { type: "tick" },
    { type: "outbox", pending: 1 },
    { type: "outbox", pending: 0 },
    { type: "woke", why: "online" },
    { type: "woke", why: "save" },
    { type: "woke", why: "offline" },
    { type: "revoked" },
    { type: "upload_only" },
    { type: "regreet" },
  ]),
  ...kind("while a token is asked for", (e) => e.link === "asking", [
    { type: "token", rights: "upload" },
    lost("link"),
    { type: "lost", lane: "link", after: 90_000, sent: 0 },
    unauthorized("link"),
  ]),
  ...kind("while a token is asked for, not after a shut-out", (e) => e.link === "asking" && !e.revoked, [
    { type: "token", rights: "full" },
  ]),
  ...kind("after hello", (e) => e.link === "greeting", [
    { type: "welcome", epoch: 1, batch: 100, upgrade: false },
    { type: "welcome", epoch: 1, batch: 50, upgrade: true },
    { type: "welcome", epoch: 2, batch: 100, upgrade: false },
    lost("link"),
    unauthorized("link"),
  ]),
  ...kind("while rows are sent", (e) => e.upload === "sending", [
    { type: "sent", pending: 0, retry: false },
    { type: "sent", pending: 1, retry: false },
    { type: "sent", pending: 1, retry: true },
    { type: "batch_refused", size: 8, pending: 1 },
    { type: "batch_refused", size: 1, pending: 1 },
    { type: "batch_refused", size: 1, pending: 0 },
    lost("upload", 1),
    lost("upload", 30),
    unauthorized("upload"),
  ]),
  ...kind("while rows are asked about", (e) => e.upload === "asking", [
    { type: "asked", pending: 0 },
    { type: "asked", pending: 1 },
    lost("upload"),
    unauthorized("upload"),
  ]),
  ...kind("while a page is fetched", (e) => e.pull === "busy", [
    { type: "page", applied: "applied", more: false, news: false },
    { type: "page", applied: "applied", more: true, news: true },
    { type: "page", applied: "same", more: false, news: false },
    { type: "page", applied: "same", more: true, news: false },
    { type: "page", applied: "mismatch", more: false, news: true },
    { type: "reset" },
    lost("pull"),
    unauthorized("pull"),
  ]),
  ...kind("while the server is told what is stored", (e) => e.got === "busy", [
    { type: "got" },
    lost("got"),
    unauthorized("got"),
  ]),
  ...kind("while a socket opens or greets", (e) => e.socket === "opening" || e.socket === "greeting", [lost("socket")]),
  ...kind("once a socket was opened", (e) => e.socket !== "none", [
    { type: "socket_opened" },
    { type: "heard" },
    { type: "socket_closed", code: 1006 },
    { type: "socket_closed", code: 4401 },
  ]),
  ...kind("after the socket's hello, or late", (e) => e.reads, [
    { type: "socket_welcome", epoch: 1, upgrade: false },
    { type: "socket_welcome", epoch: 2, upgrade: false },
    { type: "socket_welcome", epoch: 1, upgrade: true },
    { type: "socket_page", applied: "applied", news: true },
    { type: "socket_page", applied: "same", news: false },
    { type: "socket_page", applied: "mismatch", news: true },
    { type: "later", after: AFTER_MS },
  ]),
  ...kind("while what was readable is destroyed", (e) => e.wiped === "busy", [{ type: "wiped" }, lost("wipe")]),
  ...kind("while the outbox is marked", (_e, isMarking) => isMarking, [
    { type: "marked", pending: 1, resending: true },
    { type: "marked", pending: 0, resending: true },
    { type: "marked", pending: 0, resending: false },
    { type: "mark_failed" },
  ]),
];

export const STARTS: readonly News[] = [
  { type: "started", pending: 0, epoch: null, resending: false },
  { type: "started", pending: 1, epoch: 1, resending: false },
  { type: "started", pending: 30, epoch: 1, resending: true },
];

// ------------------------------------------------------------------ what must be so

/** The requests that answer by an event, and where the engine says that one is under way. */
const UNDER_WAY: Readonly<Partial<Record<Effect["type"], (e: Engine) => boolean>>> = {
  token: (e) => e.link === "asking",
  hello: (e) => e.link === "greeting",
  ask: (e) => e.upload === "asking",
  upload: (e) => e.upload === "sending",
  pull: (e) => e.pull === "busy",
  got: (e) => e.got === "busy",
  open: (e) => e.socket === "opening",
  greet: (e) => e.socket === "greeting",
  wipe: (e) => e.wiped === "busy",
};

/** Which request an event is the answer to. */
const answers = (news: News, request: string, before: Engine): boolean => {
  const lane = news.type === "lost" || news.type === "unauthorized" ? news.lane : null;
  switch (request) {
    case "token":
      return news.type === "token" || lane === "link";
    case "hello":
      return news.type === "welcome" || lane === "link";
    case "ask":
      return news.type === "asked" || lane === "upload";
    case "upload":
      return news.type === "sent" || news.type === "batch_refused" || lane === "upload";
    case "pull":
      return news.type === "page" || news.type === "reset" || lane === "pull";
    case "got":
      return news.type === "got" || lane === "got";
    case "open":
      return (news.type === "socket_opened" && before.socket === "opening") || ends(news, lane);
    case "greet":
      return (news.type === "socket_welcome" && before.socket === "greeting") || ends(news, lane);
    default:
      return news.type === "wiped" || lane === "wipe";
  }
};

const ends = (news: News, lane: Lane | null): boolean => news.type === "socket_closed" || lane === "socket";

const READS: ReadonlySet<string> = new Set(["pull", "got", "open", "greet", "sub"]);
const RESETS: ReadonlySet<string> = new Set(["started", "marked"]);
const COUNTS: ReadonlySet<string> = new Set(["started", "outbox", "marked", "sent", "asked", "batch_refused"]);

/** One request of a kind at a time, begun when the engine says it is under way, left only by its answer. */
const requestFault = (name: string, begun: number, stays: boolean, isUnderWay: boolean): string | null => {
  if (begun > 1) return `${name} begun twice`;
  if (begun === 1 && stays) return `${name} begun beside another`;
  if (begun === 1 && !isUnderWay) return `${name} begun and not known`;
  if (begun === 0 && isUnderWay && !stays) return `stuck: waits for ${name}, which is not under way`;
  return stays && !isUnderWay ? `${name} forgotten` : null;
};

const REQUESTS = Object.entries(UNDER_WAY);

const times = (effects: Step["effects"], name: string): number => {
  let count = 0;
  for (const { type } of effects) if (type === name) count += 1;
  return count;
};
const has = (effects: Step["effects"], name: Effect["type"]): boolean => times(effects, name) > 0;

const requests = (before: Engine, news: News, { engine, effects }: Step, found: string[]): void => {
  const isShut = has(effects, "shut");
  for (const [name, isUnderWay] of REQUESTS) {
    const isCut = isShut && (name === "open" || name === "greet");
    const stays = isUnderWay(before) && !answers(news, name, before) && !isCut;
    const fault = requestFault(name, times(effects, name), stays, isUnderWay(engine));
    if (fault !== null) found.push(fault);
  }
};

type Broken = (before: Engine, e: Engine, news: News, did: Step["effects"]) => boolean;

/** What must never be so after a step. */
const NEVER: Readonly<Record<string, Broken>> = {
  "reads without leave": (_b, e, _news, did) => !mayRead(e) && did.some(({ type }) => READS.has(type)),
  "keeps a socket without leave": (_b, e) => e.socket !== "none" && !mayRead(e),
  "keeps a dead socket": (_b, e) => e.socket !== "none" && NOW - e.heard_at >= DEAD_MS,
  "hears nothing and does not ask": (_b, e) => e.reads && e.socket !== "live" && NOW >= e.poll_at && !pulls(e),
  "pending changed by nobody who counted": (b, e, { type }) => e.pending !== b.pending && !COUNTS.has(type),
  "sends nothing": (_b, e, _news, did) => (has(did, "upload") || has(did, "ask")) && e.pending === 0,
  "goes on before all is marked": (_b, e, _news, did) =>
    e.resend === "marking" && (has(did, "upload") || has(did, "pull")),
  "sent again, not noted": (b, e, _news, did) => has(did, "resent") !== (b.resend === "telling" && e.resend === "no"),
  "sending again was given up": (b, e, { type }) => b.resend === "sending" && e.resend === "no" && !RESETS.has(type),
  "told before all was sent": (b, e) => e.resend === "telling" && b.resend !== "telling" && e.pending > 0,
  "a shut-out forgotten": (b, e) => b.revoked && !e.revoked,
  "destroyed twice": (b, e) => b.wiped === "done" && e.wiped !== "done",
  "shut out and not wiped": (_b, e) => e.revoked && e.wiped === "no" && e.rests.wipe.until <= NOW,
};

const NEVERS = Object.entries(NEVER);
const UNDER_WAYS = Object.values(UNDER_WAY);
const LANES: readonly Lane[] = ["link", "upload", "pull", "got", "socket", "wipe"];

const restFaults = (until: number, alarm: number | null, asked: number, found: string[]): void => {
  if (alarm === null || alarm > until) found.push("stuck: rests and nobody comes back");
  if (until > NOW + Math.max(LAST_BACKOFF_MS, asked)) found.push("rests too long");
  if (until < NOW + FIRST_BACKOFF_MS) found.push("rests too short");
};

/** Somebody always comes back, and not later than the longest rest, unless the server asked for more. */
const waits = (news: News, { engine: e, effects }: Step, found: string[]): void => {
  const alarm = effects.find((effect) => effect.type === "alarm")?.at ?? null;
  if (alarm === null && !UNDER_WAYS.some((isUnderWay) => isUnderWay(e))) found.push("stuck: nobody comes back");
  if (alarm !== null && alarm <= NOW) found.push("an alarm in the past");
  const asked = news.type === "lost" || news.type === "later" ? news.after : 0;
  for (const lane of LANES) {
    const { until } = e.rests[lane];
    if (until > NOW) restFaults(until, alarm, asked, found);
  }
};

const rests = (e: Engine, lane: Lane, ms = FIRST_BACKOFF_MS): boolean => e.rests[lane].until >= NOW + ms;
const pulls = (e: Engine): boolean => e.stale || e.pull === "busy" || !e.reads;
const tells = (e: Engine): boolean => e.owed || e.got === "busy";
const isHeard = (e: Engine): boolean => e.heard_at === NOW;
const ALL: readonly Lane[] = ["link", "upload", "pull", "got", "wipe"];

const greets = (before: Engine, e: Engine, epoch: number, upgrade: boolean, { effects }: Step): boolean =>
  e.epoch === epoch &&
  e.upgrade === upgrade &&
  (epoch === before.epoch || (e.resend === "marking" && effects.some(({ type }) => type === "resend")));

type Meaning = {
  readonly [T in Event["type"]]: (
    before: Engine,
    after: Engine,
    news: Extract<News, { type: T }>,
    step: Step,
  ) => boolean;
};

/** What each event must have brought about. */
const MEANS: Meaning = {
  started: (_b, e, { pending, epoch, resending }) =>
    e.pending === pending && e.epoch === epoch && e.resend === (resending ? "sending" : "no"),
  outbox: (_b, e, { pending }) => e.pending === pending,
  woke: (_b, e, { why }) => {
    if (why === "offline") return e.socket === "none" || e.socket === "opening";
    const lanes: readonly Lane[] = why === "save" ? ["link", "upload"] : ALL;
    return lanes.every((lane) => e.rests[lane].attempt === 0);
  },
  tick: () => true,
  token: (_b, e, { rights }) => e.rights === rights && e.token_at === NOW,
  welcome: (b, e, { epoch, batch, upgrade }, step) =>
    e.full_batch === batch && e.batch <= batch && !e.refused && pulls(e) && greets(b, e, epoch, upgrade, step),
  marked: (_b, e, { pending, resending }) => e.pending === pending && (resending ? e.resend !== "no" : true),
  mark_failed: (b, e) => e.link !== "open" && e.resend === b.resend,
  sent: (_b, e, { pending, retry }) => e.pending === pending && (retry ? rests(e, "upload") : true) && !e.unsure,
  asked: (_b, e, { pending }) => e.pending === pending && !e.unsure,
  batch_refused: (_b, e, { pending, size }) =>
    e.pending === pending && e.batch <= Math.max(1, size / 2) && (size > 1 || pending === 0 || rests(e, "upload")),
  page: (_b, e, { applied, more, news }) => {
    if (applied === "mismatch" || (applied === "same" && more)) return pulls(e) && rests(e, "pull");
    return (more ? pulls(e) : true) && (news ? tells(e) : true);
  },
  reset: (_b, e) => pulls(e) && rests(e, "pull"),
  regreet: (_b, e) => e.link !== "open",
  got: () => true,
  lost: (b, e, { lane, after, sent }) =>
    rests(e, lane, Math.max(FIRST_BACKOFF_MS, after)) &&
    (lane !== "upload" || (e.batch < b.batch && (e.unsure || sent <= 20))) &&
    (lane !== "got" || e.owed),
  unauthorized: (_b, e, { lane }) => rests(e, lane) && (lane === "link" ? e.refused : e.link !== "open"),
  upload_only: (_b, e) => e.rights === "upload",
  revoked: (_b, e) => e.revoked && e.link !== "open",
  wiped: (_b, e) => e.wiped === "done",
  socket_opened: () => true,
  socket_welcome: (b, e, { epoch, upgrade }, step) => {
    if (b.socket !== "greeting") return e.epoch === b.epoch;
    return (e.socket === "live" || e.upgrade) && greets(b, e, epoch, upgrade, step);
  },
  socket_page: (b, e, { applied, news }) =>
    isHeard(e) &&
    (applied === "mismatch" ? pulls(e) && (e.astray || e.socket !== "live") : !news || tells(e) || !b.reads),
  heard: (_b, e) => isHeard(e),
  socket_closed: (_b, e, { code }) => e.socket === "none" && pulls(e) && (code === 1006 || e.link !== "open"),
  later: (_b, e, { after }) => rests(e, "upload", after) && rests(e, "pull", after) && rests(e, "socket", after),
};

/** What is wrong with a step, in words; nothing when all is well. */
export const faults = (before: Engine, news: News, step: Step): readonly string[] => {
  const found: string[] = [];
  requests(before, news, step, found);
  for (const [fault, isBroken] of NEVERS) if (isBroken(before, step.engine, news, step.effects)) found.push(fault);
  waits(news, step, found);
  // Each meaning takes exactly the events of its name, which the compiler cannot follow through the lookup.
  const means = MEANS[news.type] as (b: Engine, e: Engine, news: News, step: Step) => boolean;
  if (!means(before, step.engine, news, step)) found.push(`${news.type} did not bring about what it means`);
  return found;
};

/** Where a step leads, at its own times. */
export const placeAfter = (place: Place, news: News, { engine, effects }: Step): Place => {
  const isDone = news.type === "marked" || news.type === "mark_failed";
  return { engine, isMarking: has(effects, "resend") || (place.isMarking && !isDone) };
};

export const freshly = ({ engine, isMarking }: Place): Place => ({ engine: set(engine, "fresh"), isMarking });

/** All is sent, told and read that may be. */
export const isRestful = ({ engine: e, isMarking }: Place): boolean => {
  const sent = e.link === "open" && e.pending === 0 && e.upload === "idle" && e.resend === "no" && !isMarking;
  const read = !mayRead(e) || (e.socket === "live" && !e.stale && !e.owed && e.got === "idle" && e.pull === "idle");
  return sent && read && (!e.revoked || e.wiped === "done");
};

type Answer = readonly [(e: Engine) => boolean, (e: Engine) => News];

/** What a world answers in which all goes well, to the first thing that is under way. */
const WELL: readonly Answer[] = [
  [(e) => e.wiped === "busy", () => ({ type: "wiped" })],
  [(e) => e.link === "asking", (e) => ({ type: "token", rights: e.revoked || !e.reads ? "upload" : "full" })],
  [(e) => e.link === "greeting", (e) => ({ type: "welcome", epoch: e.epoch ?? 1, batch: 100, upgrade: false })],
  [(e) => e.upload === "sending", () => ({ type: "sent", pending: 0, retry: false })],
  [(e) => e.upload === "asking", () => ({ type: "asked", pending: 1 })],
  [(e) => e.pull === "busy", () => ({ type: "page", applied: "applied", more: false, news: false })],
  [(e) => e.got === "busy", () => ({ type: "got" })],
  [(e) => e.socket === "opening", () => ({ type: "socket_opened" })],
  [(e) => e.socket === "greeting", (e) => ({ type: "socket_welcome", epoch: e.epoch ?? 1, upgrade: false })],
  // Signed in again: what only uploaded reads again once the person looks.
  [(e) => e.reads && !e.revoked && e.rights !== "full", () => ({ type: "woke", why: "visible" })],
];

export const kindNews = ({ engine: e, isMarking }: Place): News => {
  if (isMarking) return { type: "marked", pending: e.pending, resending: e.resend !== "no" };
  const found = WELL.find(([isUnderWay]) => isUnderWay(e));
  return found === undefined ? { type: "tick" } : found[1](e);
};
