/**
 * Does what the engine decides: requests, the socket, the databases. It decides nothing itself.
 *
 * Every effect ends in an event, also when it fails, so the engine is never left waiting.
 */
import { BATCH, BATCH_BYTES, type Hello, PAGE } from "../schema";
import { advance, newEngine } from "./engine";
import type { Effect, Event } from "./events";
import { type Live, openLive } from "./live";
import type { Wake } from "./ports";
import { isReset, SCHEMA } from "./replica";
import {
  failed,
  type LoopFacts,
  type LoopHooks,
  type LoopParts,
  lost,
  type News,
  type OpenForm,
  type Run,
} from "./run";
import { askFirst, oneTab, uploadBatch } from "./sending";
import { askToken } from "./wire";

/** How often the time of the last answer is written down. */
const KEEP_HEARD_MS = 60_000;
/** A wall clock that moved so much against the monotonic one was set, or the device slept: a countdown would mislead. */
const JUMP_MS = 5_000;
/** How often the server is told what lies here, to be compared: first when the app has been open for an hour. */
const SUMS_MS = 60 * 60_000;

export interface Loop {
  readonly start: () => Promise<void>;
  readonly wake: (why: Wake) => void;
  /** The outbox was changed by somebody else: another tab, or a save here. */
  readonly recount: () => Promise<void>;
  readonly facts: () => LoopFacts;
  /** The form of an outcome is open here since now, or none is: the team's other phones are told, if they can be. */
  readonly writing: (form: Omit<OpenForm, "mono"> | null) => void;
  readonly stop: () => void;
}

/** Make a loop; it does nothing before `start`. */
export const openLoop = (parts: LoopParts, hooks: LoopHooks): Loop => {
  const { ports, outbox } = parts;
  let engine = newEngine(parts.replica !== null);
  const heard = openHearing(parts);
  let skew_ms = parts.device.skew_ms;
  // No earlier than the latest time that was ever seen here.
  let told = { now: Math.max(ports.now(), parts.device.lease?.seen ?? 0) + skew_ms, mono: ports.mono() };
  let summed_at = ports.mono();
  let drift = ports.now() - ports.mono();
  let stopped = false;
  let cancelAlarm = (): void => undefined;

  const facts = (): LoopFacts => ({
    engine,
    heard_at: heard.at(),
    skew_ms,
    unset: run.time() - skew_ms,
    tick_age_s: run.tick_age_s,
    backup_age_s: run.backup_age_s,
  });
  const queue: Event[] = [];
  let busy = false;
  /** One event at a time, each with all its effects begun, however deep the effects tell. */
  const tell = (news: News): void => {
    if (stopped) return;
    queue.push({ ...news, at: ports.mono() } as Event);
    const jump = ports.now() - ports.mono() - drift;
    if (Math.abs(jump) > JUMP_MS) {
      drift += jump;
      queue.push({ type: "regreet", at: ports.mono() });
    }
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
    heard: heard.now,
    time: () => told.now + ports.mono() - told.mono,
    learn: async (welcome) => {
      const unset = welcome.now - skew_ms;
      skew_ms = welcome.skew_ms;
      told = { now: welcome.now, mono: ports.mono() };
      run.bytes = welcome.limits.bytes ?? BATCH_BYTES;
      run.tick_age_s = welcome.tick_age_s;
      run.backup_age_s = welcome.backup_age_s;
      const { nonce, keys, keep_s } = welcome;
      const seen = ports.now();
      // Whoever only uploads is told of no time, and keeps what it has no longer than it was to: that it is over it hears.
      const lease = typeof keep_s === "number" ? { lease: { until: seen + keep_s * 1000, seen } } : {};
      await parts.home.learn(parts.device.id, { nonce, keys, skew_ms, ...lease });
      if (keep_s === null) await parts.home.isOver(parts.device.id, seen, unset);
      if (welcome.is_copy === true) hooks.copied();
    },
    hello: async (resent) => {
      const isDue = ports.mono() - summed_at >= SUMS_MS;
      if (isDue) summed_at = ports.mono();
      return hello(parts, resent, isDue);
    },
    form: null,
    token: "",
    bytes: BATCH_BYTES,
    tick_age_s: null,
    backup_age_s: undefined,
    deferred: new Set(),
  };
  const live = openLive(run);
  const unwatch = ports.wakes((why) => {
    if (why === "hidden") return engine.socket === "live" ? tellHidden(run, live) : undefined;
    // What was asked over the network that is gone may hang for half a minute.
    if (why === "online") parts.wire.hangUp();
    tell({ type: "woke", why });
  });

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
    writing: (form) => {
      const { form: before } = run;
      run.form = form && { ...form, mono: ports.mono() };
      if (engine.socket === "live") tellForm(run, live, before);
    },
    stop: () => {
      stopped = true;
      cancelAlarm();
      unwatch();
      live.shut();
    },
  };
};

/** Said at once: whoever looks at another app is to be reached another way. */
const tellHidden = (run: Run, live: Live): void => {
  if (run.parts.ports.hidden()) live.send({ m: "ping", hidden: true });
};

/** A hint, said while it is so and again on every new socket; an answer never leaves before it is saved. */
const tellForm = ({ form, parts }: Run, live: Live, before: OpenForm | null = null): void => {
  const unit_id = (form ?? before)?.unit_id;
  if (unit_id === undefined) return;
  const for_s = form === null ? 0 : Math.round((parts.ports.mono() - form.mono) / 1000);
  live.send({ m: "writing", unit_id, assignment_id: form?.assignment_id ?? null, for_s });
};

/** When the server last answered, by this device's clock as it is now: setting it makes no answer younger. */
const openHearing = ({ ports, home, device, heard_at }: LoopParts) => {
  let last: { readonly wall: number; readonly mono: number } | null = null;
  let kept_at = 0;
  return {
    at: (): number | null => {
      const now = ports.now();
      if (last !== null) return Math.min(last.wall, now - (ports.mono() - last.mono));
      return heard_at !== undefined && heard_at !== null && heard_at <= now ? heard_at : null;
    },
    now: (): void => {
      const wall = ports.now();
      last = { wall, mono: ports.mono() };
      if (Math.abs(wall - kept_at) < KEEP_HEARD_MS) return;
      kept_at = wall;
      home.heard(device.id, wall).catch(() => undefined);
    },
  };
};

const hello = async ({ ports, outbox, home, device, ...parts }: LoopParts, resent: boolean, sums: boolean) => {
  const kept = parts.replica?.kept();
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
    cur: kept?.position.cur ?? null,
    have: sums && kept !== undefined ? await (await import("./later/sums")).sumsOf(kept.rows) : [],
    resent,
  } satisfies Hello;
};

type Deeds = {
  readonly [T in Effect["type"]]: (run: Run, effect: Extract<Effect, { type: T }>, live: Live) => Promise<void>;
};

const FAILED: Readonly<Record<Effect["type"], News | null>> = {
  token: lost("link"),
  hello: lost("link"),
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
  wipe: lost("wipe"),
  alarm: null,
};

const DEEDS_BY_NAME: Deeds = {
  token: async (run) => {
    const { wire, device, person } = run.parts;
    const answer = await askToken(wire, device, person);
    if (answer.type !== "ok") return failed(run, "link", answer);
    run.heard();
    const { token, kind, revoked } = answer.body;
    run.token = token;
    const isShutOut = revoked === true;
    if (isShutOut) run.tell({ type: "revoked" });
    run.tell({ type: "token", rights: kind });
    run.hooks.entered(isShutOut);
  },

  hello: async (run, { resent }) => {
    const { outbox, device } = run.parts;
    const answer = await run.parts.wire.hello(run.token, await run.hello(resent));
    if (answer.type !== "ok") return failed(run, "link", answer);
    run.heard();
    const { epoch, backup_seq, limits, upgrade } = answer.body;
    await run.learn(answer.body);
    // Numbers of another epoch say nothing about what its backup holds.
    const { epoch: known } = await outbox.marks(device.id);
    if (known === epoch) await outbox.prune(backup_seq, run.time());
    run.tell({ type: "welcome", epoch, batch: limits.batch ?? BATCH, upgrade: upgrade ?? false });
  },

  ask: (run) => oneTab(run, () => askFirst(run)),

  upload: (run, { limit }) => oneTab(run, () => uploadBatch(run, limit)),

  pull: async (run) => {
    const { replica, wire } = run.parts;
    if (replica === null) return;
    const answer = await wire.changes(run.token, replica.kept().position.cur, PAGE);
    if (answer.type !== "ok") return failed(run, "pull", answer);
    run.heard();
    const page = answer.body;
    if (isReset(page)) {
      await replica.reset(page.scope, page.cur);
      run.tell({ type: "reset" });
      return page.why === "epoch" ? run.tell({ type: "regreet" }) : undefined;
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
  sub: async (run, _effect, live) => {
    live.send({ m: "sub", cur: run.parts.replica?.kept().position.cur ?? null });
    tellHidden(run, live);
    tellForm(run, live);
  },
  ping: async (run, { pending }, live) => live.send({ m: "ping", pending, hidden: run.parts.ports.hidden() }),
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
  wipe: async (run) => {
    await run.hooks.wipe();
    run.tell({ type: "wiped" });
  },
  alarm: async () => undefined,
};

// A deed takes exactly the effects of its name, which the compiler cannot follow through the lookup.
const DEEDS = DEEDS_BY_NAME as Readonly<
  Record<Effect["type"], (run: Run, effect: Effect, live: Live) => Promise<void>>
>;
