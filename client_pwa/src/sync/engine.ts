/**
 * When to send, ask, pull, connect and wait: a pure state machine, with no clock, chance or network of its own.
 *
 * Events carry the time (`at`, monotonic milliseconds); `luck` (0 ≤ luck < 1) spreads the back-off. Each step answers
 * what to do now and, always, when to be called again: in no state does it wait for something that may never come.
 */
import type { Effect, Event, Lane, Rights } from "./events";

export const TOKEN_MS = 9 * 60_000;
export const POLL_MS = 10_000;
export const PING_MS = 10_000;
export const DEAD_MS = 25_000;
export const FIRST_BACKOFF_MS = 1_000;
export const LAST_BACKOFF_MS = 60_000;
/** From so many commands in flight on, a lost answer is asked for instead of sending them all again. */
export const ASK_ABOVE = 20;
/** A socket heard from this recently needs no pull when the person comes back. */
const RECENT_MS = 5_000;

interface Rest {
  readonly attempt: number;
  readonly until: number;
}

export interface Engine {
  /** False for a loop that only hands over an outbox. */
  readonly reads: boolean;
  readonly link: "none" | "asking" | "greeting" | "open";
  readonly rights: Rights;
  readonly token_at: number;
  /** The server does not take this device's word: everything is kept, somebody must sign in. */
  readonly refused: boolean;
  readonly revoked: boolean;
  /** What whoever was shut out could read here is destroyed. */
  readonly wiped: "no" | "busy" | "done";
  readonly upgrade: boolean;
  readonly upload: "idle" | "asking" | "sending";
  readonly pending: number;
  readonly unsure: boolean;
  readonly batch: number;
  readonly full_batch: number;
  readonly pull: "idle" | "busy";
  readonly stale: boolean;
  readonly poll_at: number;
  readonly got: "idle" | "busy";
  readonly owed: boolean;
  readonly socket: "none" | "opening" | "greeting" | "live";
  readonly heard_at: number;
  readonly ping_at: number;
  /** The socket continues from another cursor than ours. */
  readonly astray: boolean;
  readonly epoch: number | null;
  readonly resend: "no" | "marking" | "sending" | "telling";
  readonly rests: Readonly<Record<Lane, Rest>>;
}

/** What one event did. */
export interface Step {
  readonly engine: Engine;
  readonly effects: readonly Effect[];
}

const AWAKE: Rest = { attempt: 0, until: 0 };
const ALL_AWAKE = { link: AWAKE, upload: AWAKE, pull: AWAKE, got: AWAKE, socket: AWAKE, wipe: AWAKE };

/** An engine that has not started. */
export const newEngine = (reads: boolean): Engine => ({
  reads,
  link: "none",
  rights: "none",
  token_at: 0,
  refused: false,
  revoked: false,
  wiped: "no",
  upgrade: false,
  upload: "idle",
  pending: 0,
  unsure: false,
  batch: 100,
  full_batch: 100,
  pull: "idle",
  stale: reads,
  poll_at: 0,
  got: "idle",
  owed: reads,
  socket: "none",
  heard_at: 0,
  ping_at: 0,
  astray: false,
  epoch: null,
  resend: "no",
  rests: ALL_AWAKE,
});

/** May rows be read with what we have? */
export const mayRead = (e: Engine): boolean => e.reads && e.rights === "full" && !e.upgrade && !e.revoked;

/** Full jitter between one second and a bound that doubles to a minute; it never gives up. */
export const backoff = (attempt: number, luck: number): number => {
  const bound = Math.min(LAST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt);
  return Math.round(FIRST_BACKOFF_MS + luck * (bound - FIRST_BACKOFF_MS));
};

const resting = (e: Engine, lane: Lane, at: number, luck: number, after = 0): Engine => {
  const attempt = Math.min(e.rests[lane].attempt + 1, 10);
  // What the server asked for is not cut short by a failure of our own.
  const until = Math.max(e.rests[lane].until, at + Math.max(after, backoff(attempt, luck)));
  return { ...e, rests: { ...e.rests, [lane]: { attempt, until } } };
};

const awake = (e: Engine, lane: Lane): Engine => ({ ...e, rests: { ...e.rests, [lane]: AWAKE } });

const step = (engine: Engine, ...effects: readonly Effect[]): Step => ({ engine, effects });

/** What each event means for what we know and owe; what is done about it is planned afterwards. */
export type Handlers = {
  readonly [T in Event["type"]]: (e: Engine, event: Extract<Event, { type: T }>, luck: number) => Step;
};

/** A request came back: its lane is free again. */
const freed = (e: Engine, lane: Lane): Engine => {
  switch (lane) {
    case "link":
      return { ...e, link: "none", resend: e.resend === "telling" ? "sending" : e.resend };
    case "upload":
      return { ...e, upload: "idle" };
    case "pull":
      return { ...e, pull: "idle" };
    case "got":
      return { ...e, got: "idle", owed: true };
    case "socket":
      return { ...e, socket: "none" };
    case "wipe":
      return { ...e, wiped: "no" };
  }
};

const welcomed = (e: Engine, epoch: number, upgrade: boolean): Step => {
  const next: Engine = { ...e, refused: false, upgrade, epoch };
  if (epoch !== e.epoch || e.resend === "marking") {
    return step({ ...next, resend: "marking" }, { type: "resend", epoch, reset: e.epoch !== null });
  }
  return step(next);
};

const unlinked = (e: Engine): Engine => (e.link === "open" ? { ...e, link: "none" } : e);

/** The socket is given up: what it may still have brought is read over HTTP. */
const cut = (e: Engine): Engine => ({ ...e, socket: "none", stale: e.reads, astray: false });

const follow = (e: Engine): readonly Effect[] => (mayRead(e) ? [{ type: "sub" }] : []);

export const HANDLERS: Handlers = {
  started: (e, { pending, epoch, resending }) =>
    step({ ...e, pending, epoch, unsure: pending > ASK_ABOVE, resend: resending ? "sending" : "no" }),

  outbox: (e, { pending }) => step({ ...e, pending }),

  woke: (e, { why, at }) => {
    if (why === "save") return step(awake(awake(e, "upload"), "link"));
    // Nobody closes the socket of a network that is gone: unasked it would seem live until it is dead.
    if (why === "offline") return e.socket === "none" ? step(e) : step(cut(e), { type: "shut" });
    const current = e.socket === "live" && at - e.heard_at < RECENT_MS;
    const next = { ...e, rests: ALL_AWAKE, stale: e.reads && (e.stale || !current) };
    // The session may have been renewed in another tab.
    const linked = e.rights === "upload" ? unlinked(next) : next;
    return e.socket === "live"
      ? step({ ...linked, ping_at: at + PING_MS }, { type: "ping", pending: e.pending })
      : step(linked);
  },

  tick: (e) => step(e),

  token: (e, { rights, at }) =>
    step({ ...e, link: "greeting", rights, token_at: at }, { type: "hello", resent: false }),

  welcome: (e, { epoch, batch, upgrade }) => {
    const told = e.resend === "telling" && epoch === e.epoch;
    const open: Engine = {
      ...awake(e, "link"),
      link: "open",
      full_batch: batch,
      batch: Math.min(e.batch, batch),
      stale: e.reads,
      resend: told ? "no" : e.resend,
    };
    const { engine, effects } = welcomed(open, epoch, upgrade);
    return told ? step(engine, { type: "resent" }) : step(engine, ...effects);
  },

  marked: (e, { pending, resending }) => step({ ...e, pending, resend: resending ? "sending" : "no" }),

  // The next welcome marks anew; one that is on its way already will do.
  mark_failed: (e, { at }, luck) => step(e.link === "open" ? resting({ ...e, link: "none" }, "link", at, luck) : e),

  sent: (e, { pending, retry, at }, luck) => {
    const batch = Math.min(e.full_batch, e.batch * 2);
    const next: Engine = { ...e, upload: "idle", unsure: false, pending, batch };
    return step(retry ? resting(next, "upload", at, luck) : awake(next, "upload"));
  },

  asked: (e, { pending }) => step({ ...awake(e, "upload"), upload: "idle", unsure: false, pending }),

  batch_refused: (e, { size, pending, at }, luck) => {
    const next: Engine = { ...e, upload: "idle", pending, batch: Math.max(1, Math.floor(size / 2)) };
    // One alone was set aside for a person; if it is still there, do not send it again at once.
    return step(size <= 1 && pending >= e.pending ? resting(next, "upload", at, luck) : next);
  },

  page: (e, { applied, more, news, at }, luck) => {
    const next: Engine = { ...e, pull: "idle" };
    if (applied === "mismatch" || (applied === "same" && more))
      return step(resting({ ...next, stale: true }, "pull", at, luck));
    const read = { ...awake(next, "pull"), stale: more, owed: e.owed || news, poll_at: at + POLL_MS };
    if (more || !e.astray || e.socket !== "live") return step(read);
    return step({ ...read, astray: false }, ...follow(read));
  },

  reset: (e, { at }, luck) => step(resting({ ...e, pull: "idle", stale: e.reads }, "pull", at, luck)),

  regreet: (e) => step(unlinked(e)),

  got: (e) => step({ ...awake(e, "got"), got: "idle" }),

  lost: (e, { lane, after, sent, at }, luck) => {
    const next = resting(freed(e, lane), lane, at, luck, after);
    if (lane !== "upload") return step(next);
    const unsure = e.unsure || sent > ASK_ABOVE;
    return step({ ...next, unsure, batch: Math.max(1, Math.floor(e.batch / 2)) });
  },

  unauthorized: (e, { lane, at }, luck) => {
    const next = resting(freed(e, lane), lane, at, luck);
    // A token ends after ten minutes: fetch another. A device that gets none, or none that is taken, must sign in.
    return step(lane === "link" ? { ...next, refused: true } : unlinked(next));
  },

  upload_only: (e) => step({ ...e, rights: "upload" }),

  revoked: (e) => step(unlinked({ ...e, revoked: true })),

  wiped: (e) => step({ ...awake(e, "wipe"), wiped: "done" }),

  socket_opened: (e, { at }) =>
    e.socket === "opening" ? step({ ...e, socket: "greeting", heard_at: at }, { type: "greet" }) : step(e),

  socket_welcome: (e, { epoch, upgrade, at }) => {
    if (e.socket !== "greeting") return step(e);
    const live: Engine = { ...awake(e, "socket"), socket: "live", heard_at: at, ping_at: at + PING_MS };
    const { engine, effects } = welcomed({ ...live, astray: false }, epoch, upgrade);
    return step(engine, ...effects, ...follow(engine));
  },

  socket_page: (e, { applied, news, at }) => {
    const next: Engine = { ...e, heard_at: at };
    if (applied === "mismatch") return step({ ...next, stale: true, astray: true });
    return step({ ...next, owed: e.owed || news });
  },

  heard: (e, { at }) => step({ ...e, heard_at: at }),

  socket_closed: (e, { code, at }, luck) => {
    if (e.socket === "none") return step(e);
    const next = resting(cut(e), "socket", at, luck);
    return step(code === 4401 || code === 4403 ? unlinked(next) : next);
  },

  later: (e, { after, at }, luck) =>
    step((["upload", "pull", "socket"] as const).reduce((to, lane) => resting(to, lane, at, luck, after), e)),
};

const free = (e: Engine, lane: Lane, at: number): boolean => at >= e.rests[lane].until;

/** Each plan is one thing that may have become possible; it answers the engine doing it, and what to do. */
export type Plan = (e: Engine, at: number, luck: number) => Step | null;

const checkSocket: Plan = (e, at, luck) => {
  if (e.socket === "none") return null;
  if (!mayRead(e)) return step({ ...e, socket: "none", astray: false }, { type: "shut" });
  if (at - e.heard_at >= DEAD_MS) {
    return step(resting(cut(e), "socket", at, luck), { type: "shut" });
  }
  if (e.socket !== "live" || at < e.ping_at) return null;
  return step({ ...e, ping_at: at + PING_MS }, { type: "ping", pending: e.pending });
};

const poll: Plan = (e, at) =>
  e.reads && e.socket !== "live" && !e.stale && at >= e.poll_at ? step({ ...e, stale: true }) : null;

const link: Plan = (e, at) => {
  const old = e.link === "open" && at - e.token_at >= TOKEN_MS;
  if ((e.link !== "none" && !old) || !free(e, "link", at)) return null;
  return step({ ...e, link: "asking" }, { type: "token" });
};

const tellResent: Plan = (e) => {
  if (e.link !== "open" || e.resend !== "sending" || e.pending > 0 || e.upload !== "idle") return null;
  return step({ ...e, link: "greeting", resend: "telling" }, { type: "hello", resent: true });
};

const upload: Plan = (e, at) => {
  if (e.link !== "open" || e.resend === "marking" || e.upload !== "idle" || e.pending === 0) return null;
  if (!free(e, "upload", at)) return null;
  if (e.unsure) return step({ ...e, upload: "asking" }, { type: "ask" });
  return step({ ...e, upload: "sending" }, { type: "upload", limit: e.batch });
};

const ready = (e: Engine): boolean => e.link === "open" && mayRead(e) && e.resend !== "marking" && e.pull === "idle";

const pull: Plan = (e, at) =>
  ready(e) && e.stale && free(e, "pull", at) ? step({ ...e, pull: "busy" }, { type: "pull" }) : null;

const tellGot: Plan = (e, at) =>
  ready(e) && !e.stale && e.owed && e.got === "idle" && free(e, "got", at)
    ? step({ ...e, got: "busy", owed: false }, { type: "got", live: e.socket === "live" })
    : null;

const connect: Plan = (e, at) =>
  ready(e) && !e.stale && e.socket === "none" && free(e, "socket", at)
    ? step({ ...e, socket: "opening", heard_at: at, astray: false }, { type: "open" })
    : null;

const wipe: Plan = (e, at) =>
  e.revoked && e.wiped === "no" && free(e, "wipe", at) ? step({ ...e, wiped: "busy" }, { type: "wipe" }) : null;

export const PLANS: readonly Plan[] = [wipe, checkSocket, poll, link, tellResent, upload, pull, tellGot, connect];

/** The next moment at which time alone may make a plan possible; at worst one call too many. */
const alarm = (e: Engine, at: number): number | null => {
  const rests = Object.values(e.rests).map((rest) => rest.until);
  const times = [...rests, e.poll_at, e.token_at + TOKEN_MS, e.heard_at + DEAD_MS, e.ping_at];
  const coming = times.filter((time) => time > at);
  return coming.length === 0 ? null : Math.min(...coming);
};

/** A machine of these handlers and plans: what happens next. Repeating an event is harmless. */
export const advancing =
  (handlers: Handlers, plans: readonly Plan[]) =>
  (engine: Engine, event: Event, luck: number): Step => {
    // Each handler takes exactly the events of its name, which the compiler cannot follow through the lookup.
    const handle = handlers[event.type] as (e: Engine, event: Event, luck: number) => Step;
    const noted = handle(engine, event, luck);
    let e = noted.engine;
    const effects = [...noted.effects];
    for (const plan of plans) {
      const planned = plan(e, event.at, luck);
      if (planned === null) continue;
      e = planned.engine;
      effects.push(...planned.effects);
    }
    return { engine: e, effects: [...effects, { type: "alarm", at: alarm(e, event.at) }] };
  };

export const advance = advancing(HANDLERS, PLANS);
