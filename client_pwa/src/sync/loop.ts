/**
 * Does what the engine decides: requests, the socket, the databases. It decides nothing itself.
 *
 * Every effect ends in an event, also when it fails, so the engine is never left waiting.
 */
import { type Acks, BATCH, BATCH_BYTES, type Hello, PAGE, type Welcome } from "../schema";
import type { Device, Home } from "./device";
import { advance, type Effect, type Engine, type Event, type Lane, newEngine } from "./engine";
import { type Live, openLive } from "./live";
import type { Entry, Outbox } from "./outbox";
import type { Ports, Wake } from "./ports";
import { isReset, type Replica } from "./replica";
import { sign } from "./signing";
import type { Answer, Wire } from "./wire";

/** The version of stored rows this app understands; told in hello. */
const SCHEMA = 1;

export interface LoopParts {
  readonly ports: Ports;
  readonly wire: Wire;
  readonly home: Home;
  readonly outbox: Outbox;
  /** Null: this loop only hands over an outbox. */
  readonly replica: Replica | null;
  readonly device: Device;
  readonly person: string;
  readonly app: string;
  /** Names this start of the app. */
  readonly boot: string;
  /** When the server last answered before this start, by this device's clock. */
  readonly heard_at?: number | null;
}

/** How often the time of the last answer is written down. */
const KEEP_HEARD_MS = 60_000;

export interface LoopFacts {
  readonly engine: Engine;
  /** By this device's clock. */
  readonly heard_at: number | null;
  readonly skew_ms: number;
  readonly tick_age_s: number | null;
}

export interface LoopHooks {
  readonly moved: (facts: LoopFacts) => void;
  readonly outboxChanged: () => Promise<void>;
  /** True when the server says this person or device was shut out. */
  readonly isShutOut: () => Promise<boolean>;
  /** Destroy what could be read here. */
  readonly wipe: () => Promise<void>;
}

export interface Loop {
  readonly start: () => Promise<void>;
  readonly wake: (why: Wake) => void;
  /** The outbox was changed by somebody else: another tab, or a save here. */
  readonly recount: () => Promise<void>;
  readonly facts: () => LoopFacts;
  readonly stop: () => void;
}

/** An event without its time. */
export type News = Event extends infer E ? (E extends Event ? Omit<E, "at"> : never) : never;

/** What the effects share while a loop runs. */
export interface Run {
  readonly parts: LoopParts;
  readonly hooks: LoopHooks;
  readonly tell: (news: News) => void;
  readonly heard: () => void;
  readonly learn: (welcome: Welcome) => Promise<void>;
  readonly hello: (resent: boolean) => Promise<Hello>;
  token: string;
  bytes: number;
  tick_age_s: number | null;
  /** Commands the server stumbled over: they wait behind the others. */
  readonly deferred: Set<string>;
}

/** Make a loop; it does nothing before `start`. */
export const openLoop = (parts: LoopParts, hooks: LoopHooks): Loop => {
  const { ports, outbox } = parts;
  let engine = newEngine(parts.replica !== null);
  let heard_at = parts.heard_at ?? null;
  let kept_at = 0;
  let skew_ms = parts.device.skew_ms;
  let stopped = false;
  let cancelAlarm = (): void => undefined;

  const facts = (): LoopFacts => ({ engine, heard_at, skew_ms, tick_age_s: run.tick_age_s });
  const queue: Event[] = [];
  let busy = false;
  /** One event at a time, each with all its effects begun, however deep the effects tell. */
  const tell = (news: News): void => {
    if (stopped) return;
    queue.push({ ...news, at: ports.mono() } as Event);
    if (busy) return;
    busy = true;
    for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
      const { engine: next, effects } = advance(engine, event, ports.random());
      engine = next;
      for (const effect of effects) perform(effect);
      hooks.moved(facts());
    }
    busy = false;
  };
  const perform = (effect: Effect): void => {
    if (effect.type === "alarm") {
      cancelAlarm();
      if (effect.at === null) return;
      cancelAlarm = ports.after(effect.at - ports.mono(), () => tell({ type: "tick" }));
      return;
    }
    DEEDS[effect.type](run, effect, live).catch(() => {
      const news = FAILED[effect.type];
      if (news !== null) tell(news);
    });
  };
  const run: Run = {
    parts,
    hooks,
    tell,
    heard: () => {
      heard_at = ports.now();
      if (Math.abs(heard_at - kept_at) < KEEP_HEARD_MS) return;
      kept_at = heard_at;
      parts.home.heard(parts.device.id, heard_at).catch(() => undefined);
    },
    learn: async (welcome) => {
      skew_ms = welcome.skew_ms;
      run.bytes = welcome.limits.bytes ?? BATCH_BYTES;
      run.tick_age_s = welcome.tick_age_s;
      const { nonce, keys } = welcome;
      await parts.home.learn(parts.device.id, { nonce, keys, skew_ms });
    },
    hello: (resent) => hello(parts, resent),
    token: "",
    bytes: BATCH_BYTES,
    tick_age_s: null,
    deferred: new Set(),
  };
  const live = openLive(run);
  const unwatch = ports.wakes((why) => tell({ type: "woke", why }));

  return {
    start: async () => {
      const { pending, epoch, resending } = await outbox.marks(parts.device.id);
      tell({ type: "started", pending, epoch, resending });
    },
    wake: (why) => tell({ type: "woke", why }),
    recount: async () => {
      const { pending } = await outbox.marks(parts.device.id);
      tell({ type: "outbox", pending });
    },
    facts,
    stop: () => {
      stopped = true;
      cancelAlarm();
      unwatch();
      live.shut();
    },
  };
};

const hello = async ({ ports, outbox, home, device, ...parts }: LoopParts, resent: boolean) => {
  const [marks, known] = await Promise.all([outbox.marks(device.id), home.device(device.id)]);
  return {
    p: 1,
    device: device.id,
    nonce: known?.nonce ?? device.nonce,
    app: parts.app,
    schema: SCHEMA,
    pending: marks.pending,
    low_water: marks.low_water,
    clock: { wall: ports.now(), mono: ports.mono(), boot: parts.boot },
    cur: parts.replica?.kept().position.cur ?? null,
    have: [],
    resent,
  } satisfies Hello;
};

/** An answer that was not "ok": tell the engine what it means for this lane. */
const failed = (run: Run, lane: Lane, answer: Answer<unknown>, sent = 0): void => {
  if (answer.type === "ok") return;
  const after = answer.type === "lost" ? answer.after : 0;
  const code = answer.type === "refused" ? answer.code : "";
  if (code === "revoked") run.tell({ type: "revoked" });
  if (answer.type === "refused" && answer.status === 401) run.tell({ type: "unauthorized", lane });
  else run.tell({ type: "lost", lane, after, sent });
  if (code === "upload_only") run.tell({ type: "upload_only" });
};

type Deeds = {
  readonly [T in Effect["type"]]: (run: Run, effect: Extract<Effect, { type: T }>, live: Live) => Promise<void>;
};

/** What a deed that throws (a database failed) is to the engine: it tries again. */
const lost = (lane: Lane): News => ({ type: "lost", lane, after: 0, sent: 0 });

const FAILED: Readonly<Record<Effect["type"], News | null>> = {
  token: lost("link"),
  hello: lost("link"),
  check_session: null,
  ask: lost("upload"),
  upload: lost("upload"),
  pull: lost("pull"),
  got: lost("got"),
  open: lost("socket"),
  greet: lost("socket"),
  sub: null,
  ping: null,
  shut: null,
  resend: { type: "mark_failed" },
  resent: null,
  wipe: null,
  alarm: null,
};

const DEEDS_BY_NAME: Deeds = {
  token: async (run) => {
    const { device, person } = run.parts;
    const asked = await run.parts.wire.nonce(device.id);
    if (asked.type !== "ok") return failed(run, "link", asked);
    const { nonce } = asked.body;
    const sig = await sign(device.sign, `field727 token ${device.id} ${person} ${nonce}`);
    const answer = await run.parts.wire.token(device.id, person, nonce, sig);
    if (answer.type !== "ok") return failed(run, "link", answer);
    run.heard();
    run.token = answer.body.token;
    run.tell({ type: "token", rights: answer.body.kind });
  },

  hello: async (run, { resent }) => {
    const { outbox, ports, device } = run.parts;
    const answer = await run.parts.wire.hello(run.token, await run.hello(resent));
    if (answer.type !== "ok") return failed(run, "link", answer);
    run.heard();
    const { epoch, backup_seq, limits, upgrade } = answer.body;
    await run.learn(answer.body);
    // Numbers of another epoch say nothing about what its backup holds.
    const { epoch: known } = await outbox.marks(device.id);
    if (known === epoch) await outbox.prune(backup_seq, ports.now());
    run.tell({ type: "welcome", epoch, batch: limits.batch ?? BATCH, upgrade: upgrade ?? false });
  },

  check_session: async (run) => {
    if (await run.hooks.isShutOut()) run.tell({ type: "revoked" });
  },

  ask: (run) =>
    oneTab(run, async () => {
      const { outbox, wire, device } = run.parts;
      const rows = (await outbox.pending(device.id)).slice(0, BATCH);
      const pairs = rows.map(({ id, hash }) => [id, hash] as const);
      const { epoch } = await outbox.marks(device.id);
      const answer = await wire.ask(run.token, pairs);
      if (answer.type !== "ok") return () => failed(run, "upload", answer);
      const pending = await acknowledge(run, rows, answer.body, epoch);
      return () => run.tell({ type: "asked", pending });
    }),

  upload: (run, { limit }) => oneTab(run, () => uploadBatch(run, limit)),

  pull: async (run) => {
    const { replica, wire } = run.parts;
    if (replica === null) return;
    const answer = await wire.changes(run.token, replica.kept().position.cur, PAGE);
    if (answer.type !== "ok") return failed(run, "pull", answer);
    run.heard();
    const page = answer.body;
    if (isReset(page)) {
      await replica.reset(page.scope);
      return run.tell({ type: "reset" });
    }
    const applied = await replica.apply(page);
    const news = page.puts.length + page.dels.length + page.drop.length > 0;
    run.tell({ type: "page", applied, more: page.more, news });
  },

  got: async (run, effect, live) => {
    const cur = run.parts.replica?.kept().position.cur ?? null;
    if (cur === null) return run.tell({ type: "got" });
    if (effect.live) {
      live.send({ m: "got", cur });
      return run.tell({ type: "got" });
    }
    const answer = await run.parts.wire.got(run.token, cur);
    if (answer.type !== "ok") return failed(run, "got", answer);
    run.tell({ type: "got" });
  },

  open: async (_run, _effect, live) => live.open(),
  greet: async (run, _effect, live) => live.send({ ...(await run.hello(false)), m: "hello", token: run.token }),
  sub: async (run, _effect, live) => live.send({ m: "sub", cur: run.parts.replica?.kept().position.cur ?? null }),
  ping: async (_run, _effect, live) => live.send({ m: "ping" }),
  shut: async (_run, _effect, live) => live.shut(),

  resend: async (run, { epoch, reset }) => {
    const { outbox, replica, device } = run.parts;
    if (reset) await replica?.reset("*");
    await outbox.resend(epoch);
    const { pending, resending } = await outbox.marks(device.id);
    run.tell({ type: "marked", pending, resending });
    await run.hooks.outboxChanged();
  },

  resent: (run) => run.parts.outbox.resent(),
  wipe: (run) => run.hooks.wipe(),
  alarm: async () => undefined,
};

// A deed takes exactly the effects of its name, which the compiler cannot follow through the lookup.
const DEEDS = DEEDS_BY_NAME as Readonly<
  Record<Effect["type"], (run: Run, effect: Effect, live: Live) => Promise<void>>
>;

/** Only one tab uploads; what came of it is told after the lock is free. */
const oneTab = async (run: Run, work: () => Promise<() => void>): Promise<void> => {
  const tell = await run.parts.ports.locked(`outbox-${run.parts.device.tag}`, work);
  tell();
};

/** Oldest first, those the server stumbled over last; never more than one message may carry, but always one. */
export const batchOf = (
  pending: readonly Entry[],
  deferred: ReadonlySet<string>,
  limit: number,
  bytes: number,
): readonly Entry[] => {
  const first = pending.filter((entry) => !deferred.has(entry.id));
  const last = pending.filter((entry) => deferred.has(entry.id));
  const batch: Entry[] = [];
  let size = 0;
  for (const entry of [...first, ...last]) {
    size += entry.wire.length + 1;
    if (batch.length > 0 && (batch.length >= limit || size > bytes)) break;
    batch.push(entry);
  }
  return batch;
};

const uploadBatch = async (run: Run, limit: number): Promise<() => void> => {
  const { outbox, wire, device } = run.parts;
  const rows = batchOf(await outbox.pending(device.id), run.deferred, limit, run.bytes);
  if (rows.length === 0) return () => run.tell({ type: "sent", pending: 0, retry: false });
  const { epoch } = await outbox.marks(device.id);
  const answer = await wire.commands(
    run.token,
    rows.map((row) => row.wire),
  );
  const size = rows.length;
  const alone = size === 1 ? rows[0] : undefined;
  if (answer.type === "ok") {
    const pending = await acknowledge(run, rows, answer.body, epoch);
    const answered = new Set(answer.body.acks.filter((ack) => ack.r !== "retry").map(({ id }) => id));
    const retry = !rows.every((row) => answered.has(row.id));
    return () => run.tell({ type: "sent", pending, retry });
  }
  if (answer.type === "refused" && (answer.status === 400 || answer.status === 413 || answer.status === 422)) {
    if (alone !== undefined) await outbox.stick(alone.id, answer.code);
    const { pending } = await outbox.marks(device.id);
    await run.hooks.outboxChanged();
    return () => run.tell({ type: "batch_refused", size, pending });
  }
  if (alone !== undefined && answer.type === "lost" && (answer.status ?? 0) >= 500) {
    run.deferred.add(alone.id);
  }
  return () => failed(run, "upload", answer, size);
};

/** Mark what was answered, as long as the epoch is the one it was sent in; answers how many are still to be sent. */
const acknowledge = async (run: Run, rows: readonly Entry[], { acks }: Acks, epoch: number | null): Promise<number> => {
  const { outbox, ports, device } = run.parts;
  run.heard();
  await outbox.acknowledge(acks, epoch, ports.now());
  for (const ack of acks) {
    // A row whose header the server could not even read is named by its place in the batch.
    const unread = ack.id.startsWith("#") ? rows[Number(ack.id.slice(1))] : undefined;
    if (unread !== undefined) await outbox.stick(unread.id, ack.code ?? "invalid");
  }
  await run.hooks.outboxChanged();
  return (await outbox.marks(device.id)).pending;
};
