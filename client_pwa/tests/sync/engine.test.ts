import { describe, expect, it } from "vitest";
import {
  advance,
  ASK_ABOVE,
  backoff,
  DEAD_MS,
  type Engine,
  LAST_BACKOFF_MS,
  mayRead,
  newEngine,
  POLL_MS,
  TOKEN_MS,
} from "../../src/sync/engine";
import type { Effect, Event } from "../../src/sync/events";
import { seeded } from "./clock";

type News = Event extends infer E ? (E extends Event ? Omit<E, "at"> : never) : never;

const NOW = 1_000_000;

const next = (engine: Engine, news: News, at = NOW, luck = 0.5) => advance(engine, { ...news, at } as Event, luck);

const brought = (engine: Engine, ...news: readonly News[]): Engine =>
  news.reduce((e, one) => next(e, one).engine, engine);

const names = (effects: readonly Effect[]): readonly string[] =>
  effects.filter(({ type }) => type !== "alarm").map(({ type }) => type);

const does = (engine: Engine, news: News, at = NOW): readonly string[] => names(next(engine, news, at).effects);

const START: News = { type: "started", pending: 0, epoch: 1, resending: false };
const FULL: News = { type: "token", rights: "full" };
const WELCOME: News = { type: "welcome", epoch: 1, batch: 100, upgrade: false };
const PAGE: News = { type: "page", applied: "applied", more: false, news: false };
const SAVED: News = { type: "outbox", pending: 1 };

const asking = brought(newEngine(true), START);
const greeting = brought(asking, FULL);
const pulling = brought(greeting, WELCOME);
const opening = brought(pulling, PAGE, { type: "got" });
const live = brought(opening, { type: "socket_opened" }, { type: "socket_welcome", epoch: 1, upgrade: false });
const sending = brought(live, SAVED);
const resting = brought(asking, { type: "lost", lane: "link", after: 0, sent: 0 });
const uploading = brought(asking, { type: "token", rights: "upload" }, WELCOME, SAVED);
const marking = brought(greeting, { ...WELCOME, epoch: 2 });
const outdated = brought(greeting, { ...WELCOME, upgrade: true });

const STATES: Readonly<Record<string, Engine>> = {
  ...{ new: newEngine(true), asking, greeting, pulling, opening, live, sending },
  ...{ resting, uploading, marking, outdated },
};

const EVENTS: Readonly<Record<string, News>> = {
  started: START,
  "started, much waiting": { type: "started", pending: 30, epoch: 1, resending: false },
  "started, resending": { type: "started", pending: 2, epoch: 1, resending: true },
  outbox: SAVED,
  "woke online": { type: "woke", why: "online" },
  "woke save": { type: "woke", why: "save" },
  tick: { type: "tick" },
  "token full": FULL,
  "token upload": { type: "token", rights: "upload" },
  welcome: WELCOME,
  "welcome, new epoch": { type: "welcome", epoch: 7, batch: 100, upgrade: false },
  marked: { type: "marked", pending: 3, resending: true },
  mark_failed: { type: "mark_failed" },
  sent: { type: "sent", pending: 0, retry: false },
  "sent, retry": { type: "sent", pending: 1, retry: true },
  asked: { type: "asked", pending: 1 },
  "batch refused": { type: "batch_refused", size: 8, pending: 8 },
  page: PAGE,
  "page, more": { type: "page", applied: "applied", more: true, news: true },
  "page, mismatch": { type: "page", applied: "mismatch", more: false, news: true },
  reset: { type: "reset" },
  got: { type: "got" },
  "lost link": { type: "lost", lane: "link", after: 0, sent: 0 },
  "lost upload": { type: "lost", lane: "upload", after: 0, sent: 30 },
  "lost pull": { type: "lost", lane: "pull", after: 0, sent: 0 },
  "lost got": { type: "lost", lane: "got", after: 0, sent: 0 },
  "lost socket": { type: "lost", lane: "socket", after: 0, sent: 0 },
  "unauthorized link": { type: "unauthorized", lane: "link" },
  "unauthorized upload": { type: "unauthorized", lane: "upload" },
  upload_only: { type: "upload_only" },
  revoked: { type: "revoked" },
  wiped: { type: "wiped" },
  regreet: { type: "regreet" },
  socket_opened: { type: "socket_opened" },
  socket_welcome: { type: "socket_welcome", epoch: 1, upgrade: false },
  socket_page: { type: "socket_page", applied: "applied", news: true },
  "socket_page, mismatch": { type: "socket_page", applied: "mismatch", news: true },
  heard: { type: "heard" },
  "socket_closed 1006": { type: "socket_closed", code: 1006 },
  "socket_closed 4401": { type: "socket_closed", code: 4401 },
  later: { type: "later", after: 5000 },
};

const brief = ({ link, rights, upload, pull, got, socket, resend, pending }: Engine): string =>
  `${link}/${rights} upload=${upload}:${pending} pull=${pull} got=${got} socket=${socket} resend=${resend}`;

describe("every state and every event", () => {
  it("answer as the reviewed table says", async () => {
    const lines = ["Events that are not listed under a state do nothing in it.", ""];
    for (const [state, engine] of Object.entries(STATES)) {
      lines.push(`## ${state}: ${brief(engine)}`);
      for (const [event, news] of Object.entries(EVENTS)) {
        const { engine: then, effects } = next(engine, news);
        const did = names(effects).join(" ");
        if (did === "" && brief(then) === brief(engine)) continue;
        const same = brief(then) === brief(engine) ? "same" : brief(then);
        lines.push(`${event.padEnd(24)} ${did || "-"} → ${same}`);
      }
      lines.push("");
    }
    await expect(lines.join("\n")).toMatchFileSnapshot("./engine.table.txt");
  });

  it("covers every kind of event there is", () => {
    const kinds: Readonly<Record<Event["type"], true>> = {
      ...{ started: true, outbox: true, woke: true, tick: true, token: true, welcome: true },
      ...{ marked: true, mark_failed: true, sent: true, asked: true, batch_refused: true, page: true, reset: true },
      ...{ got: true, lost: true, unauthorized: true, upload_only: true, revoked: true, wiped: true, regreet: true },
      ...{ socket_opened: true, socket_welcome: true, socket_page: true, heard: true },
      ...{ socket_closed: true, later: true },
    };

    expect(new Set(Object.values(EVENTS).map(({ type }) => type))).toEqual(new Set(Object.keys(kinds)));
  });
});

describe("back-off", () => {
  it("spreads over one second to a bound that doubles to a minute", () => {
    expect(backoff(1, 0)).toBe(1000);
    expect(backoff(1, 1)).toBe(2000);
    expect(backoff(3, 1)).toBe(8000);
    expect(backoff(10, 0.999)).toBeLessThanOrEqual(LAST_BACKOFF_MS);
    expect(backoff(1000, 1)).toBe(LAST_BACKOFF_MS);
  });

  it("never ends: after a thousand failures there is a next try within a minute", () => {
    let engine = asking;
    let at = NOW;
    for (let n = 0; n < 1000; n++) {
      const lost = next(engine, { type: "lost", lane: "link", after: 0, sent: 0 }, at, 0.99);
      const alarm = lost.effects.find((effect) => effect.type === "alarm");
      expect(alarm?.at).toBeGreaterThan(at);
      expect(alarm?.at).toBeLessThanOrEqual(at + LAST_BACKOFF_MS);
      at = alarm?.at ?? at;
      const again = next(lost.engine, { type: "tick" }, at);
      expect(names(again.effects)).toEqual(["token"]);
      engine = again.engine;
    }
  });

  it.each(["online", "visible", "tap", "push", "save"] as const)("ends at once on %s", (why) => {
    expect(does(resting, { type: "tick" })).toEqual([]);
    expect(does(resting, { type: "woke", why })).toEqual(["token"]);
  });

  it("waits at least as long as the server asks", () => {
    const { engine } = next(sending, { type: "lost", lane: "upload", after: 30_000, sent: 1 });

    expect(does(engine, { type: "tick" }, NOW + 29_999)).not.toContain("upload");
    expect(does(engine, { type: "tick" }, NOW + 30_000)).toContain("upload");
  });
});

describe("sending", () => {
  it("starts when something is saved and the way is open", () => {
    expect(does(live, SAVED)).toEqual(["upload"]);
  });

  it("has one batch on its way at a time", () => {
    expect(does(sending, { type: "outbox", pending: 9 })).toEqual([]);
  });

  it("asks first when more than twenty were on their way and the answer was lost", () => {
    const lost = brought(sending, { type: "lost", lane: "upload", after: 0, sent: ASK_ABOVE + 1 });

    expect(does(lost, { type: "tick" }, NOW + LAST_BACKOFF_MS)).toContain("ask");
    const few = brought(sending, { type: "lost", lane: "upload", after: 0, sent: ASK_ABOVE });
    expect(does(few, { type: "tick" }, NOW + LAST_BACKOFF_MS)).toContain("upload");
  });

  it("halves a batch that is too large, and grows again", () => {
    const refused = next(sending, { type: "batch_refused", size: 40, pending: 40 });
    expect(refused.effects).toContainEqual({ type: "upload", limit: 20 });

    const sent = next(refused.engine, { type: "sent", pending: 20, retry: false });
    expect(sent.effects).toContainEqual({ type: "upload", limit: 40 });
  });

  it("does not hammer when one command alone is refused and stays", () => {
    const alone = next(sending, { type: "batch_refused", size: 1, pending: 1 });

    expect(names(alone.effects)).toEqual([]);
  });

  it("rests when the server says retry", () => {
    expect(does(sending, { type: "sent", pending: 1, retry: true })).toEqual([]);
  });

  it.each([
    ["the app is too old to read", outdated],
    ["nobody is signed in", brought(asking, { type: "token", rights: "upload" }, WELCOME)],
    ["this person was shut out", brought(live, { type: "revoked" }, FULL, WELCOME)],
  ])("goes on while %s, and nothing is read", (_why, engine) => {
    expect(mayRead(engine)).toBe(false);
    expect(does(engine, SAVED)).toContain("upload");
    expect(does(engine, { type: "woke", why: "online" })).not.toContain("pull");
  });
});

describe("a 401", () => {
  it("fetches another token and keeps what is waiting", () => {
    const lost = next(sending, { type: "unauthorized", lane: "upload" });

    expect(names(lost.effects)).toEqual(["token"]);
    expect(lost.engine.pending).toBe(1);
    expect(lost.engine.refused).toBe(false);
  });

  it("on the token itself asks for sign-in and tries again for ever", () => {
    const refused = next(asking, { type: "unauthorized", lane: "link" });

    expect(refused.engine.refused).toBe(true);
    expect(does(refused.engine, { type: "tick" }, NOW + LAST_BACKOFF_MS)).toEqual(["token"]);
  });

  it("does not make a loop of token and request", () => {
    const again = brought(sending, { type: "unauthorized", lane: "upload" }, FULL, WELCOME);

    expect(again.upload).toBe("idle");
    expect(does(again, { type: "tick" })).not.toContain("upload");
  });
});

describe("reading", () => {
  it("pulls first, tells what it has, then opens the socket", () => {
    expect(does(greeting, WELCOME)).toEqual(["pull"]);
    expect(does(pulling, PAGE)).toEqual(["got", "open"]);
    expect(does(opening, { type: "socket_opened" })).toEqual(["greet"]);
  });

  it("pulls on until there is no more", () => {
    expect(does(pulling, { type: "page", applied: "applied", more: true, news: true })).toEqual(["pull"]);
  });

  it("pulls when the socket continues from elsewhere, and then follows anew", () => {
    const astray = next(live, { type: "socket_page", applied: "mismatch", news: true });

    expect(names(astray.effects)).toEqual(["pull"]);
    expect(does(astray.engine, PAGE)).toEqual(["sub"]);
  });

  it("polls while there is no socket", () => {
    const alone = brought(opening, { type: "socket_closed", code: 1006 }, PAGE);

    expect(does(alone, { type: "tick" }, NOW + POLL_MS)).toContain("pull");
  });

  it("gives a socket up after 25 silent seconds and pulls at once", () => {
    expect(does(live, { type: "tick" }, NOW + DEAD_MS - 1)).toEqual(["ping"]);
    expect(does(live, { type: "tick" }, NOW + DEAD_MS)).toEqual(["shut", "pull"]);
  });

  it("owes what it stored until the server was told, also when telling failed", () => {
    const told = brought(live, { type: "socket_page", applied: "applied", news: true });
    expect(told.got).toBe("busy");

    const lost = brought(told, { type: "lost", lane: "got", after: 0, sent: 0 });

    expect(does(lost, { type: "tick" }, NOW + 2000)).toContain("got");
  });

  it("renews its token before the ten minutes are over, without stopping anything", () => {
    const renewing = next(live, { type: "tick" }, NOW + TOKEN_MS);

    expect(names(renewing.effects)).toContain("token");
  });
});

describe("a new epoch", () => {
  it("forgets what was read, marks all that is kept, sends it, and says so", () => {
    const told = next(greeting, { ...WELCOME, epoch: 2 });
    expect(told.effects).toContainEqual({ type: "resend", epoch: 2, reset: true });

    const marked = next(told.engine, { type: "marked", pending: 3, resending: true });
    expect(names(marked.effects)).toEqual(["upload", "pull"]);

    const sent = next(marked.engine, { type: "sent", pending: 0, retry: false });
    expect(sent.effects).toContainEqual({ type: "hello", resent: true });

    expect(names(next(sent.engine, { ...WELCOME, epoch: 2 }).effects)).toContain("resent");
  });

  it("is marked again when marking failed", () => {
    const failed = brought(marking, { type: "mark_failed" });
    const back = brought(failed, { type: "woke", why: "tap" }, FULL);

    expect(does(back, { ...WELCOME, epoch: 2 })).toEqual(["resend"]);
  });

  it("is not called told when telling failed", () => {
    const telling = brought(
      brought(marking, { type: "marked", pending: 1, resending: true }),
      { type: "sent", pending: 0, retry: false },
      { type: "lost", lane: "link", after: 0, sent: 0 },
      { type: "woke", why: "tap" },
      FULL,
    );

    const { effects } = next(telling, { ...WELCOME, epoch: 2 });

    expect(effects).toContainEqual({ type: "hello", resent: true });
    expect(names(effects)).not.toContain("resent");
  });

  it("met for the first time only is remembered", () => {
    const first = brought(newEngine(true), { type: "started", pending: 0, epoch: null, resending: false }, FULL);

    expect(next(first, WELCOME).effects).toContainEqual({ type: "resend", epoch: 1, reset: false });
  });
});

type Fate = "well" | "lost" | "refused";
type Answerer = (effect: Effect, fate: Fate, chance: () => number) => News | null;

const missed = (lane: "link" | "upload" | "pull" | "got", fate: Fate): News =>
  fate === "refused" ? { type: "unauthorized", lane } : { type: "lost", lane, after: 0, sent: 30 };

/** What the outside answers when all is well, and when not. */
const ANSWERS: Partial<Readonly<Record<Effect["type"], Answerer>>> = {
  token: (_effect, fate) => (fate === "well" ? FULL : missed("link", fate)),
  hello: (_effect, fate) => (fate === "well" ? WELCOME : missed("link", fate)),
  upload: (_effect, fate) => (fate === "well" ? { type: "sent", pending: 0, retry: false } : missed("upload", fate)),
  ask: (_effect, fate) => (fate === "well" ? { type: "asked", pending: 2 } : missed("upload", fate)),
  pull: (_effect, fate) => (fate === "well" ? PAGE : missed("pull", fate)),
  got: (_effect, fate) => (fate === "well" ? { type: "got" } : missed("got", fate)),
  open: (_effect, fate) => (fate === "well" ? { type: "socket_opened" } : { type: "socket_closed", code: 1006 }),
  greet: (_effect, fate) =>
    fate === "well"
      ? { type: "socket_welcome", epoch: 1, upgrade: false }
      : { type: "socket_closed", code: fate === "lost" ? 4401 : 4403 },
  resend: (effect, fate) =>
    fate === "well"
      ? { type: "marked", pending: 1, resending: effect.type === "resend" && effect.reset }
      : { type: "mark_failed" },
  ping: (_effect, fate) => (fate === "well" ? { type: "heard" } : null),
};

/** Rarer answers: a batch too large, no session, another epoch. */
const ODD: Partial<Readonly<Record<Effect["type"], News>>> = {
  upload: { type: "batch_refused", size: 4, pending: 4 },
  token: { type: "token", rights: "upload" },
  hello: { type: "welcome", epoch: 2, batch: 100, upgrade: false },
};

const answered = (effect: Effect, chance: () => number, kind: boolean): News | null => {
  const roll = kind ? 0 : chance();
  const odd = roll > 0.9 ? ODD[effect.type] : undefined;
  const fate = roll < 0.5 ? "well" : roll < 0.8 ? "lost" : "refused";
  return odd ?? ANSWERS[effect.type]?.(effect, fate, chance) ?? null;
};

const CHAOS: readonly News[] = Object.values(EVENTS).filter(
  ({ type }) => !["started", "token", "welcome", "marked", "revoked"].includes(type),
);

interface Walk {
  engine: Engine;
  at: number;
  alarm: number | null;
  waiting: Effect[];
}

const took = (walk: Walk, news: News, chance: () => number): void => {
  const { engine, effects } = next(walk.engine, news, walk.at, chance());
  walk.engine = engine;
  for (const effect of effects) {
    if (effect.type === "alarm") walk.alarm = effect.at;
    else walk.waiting.push(effect);
    if (["pull", "open", "got"].includes(effect.type)) expect(mayRead(engine)).toBe(true);
  }
};

const LANE: Partial<Record<Effect["type"], string>> = {
  ...{ token: "link", hello: "link", upload: "upload", ask: "upload", pull: "pull", got: "got" },
};

/** Nothing is asked twice at once, nothing is read without leave, and somebody always comes back. */
const check = (walk: Walk): void => {
  const lanes = walk.waiting.flatMap(({ type }) => LANE[type] ?? []);
  expect(lanes.length).toBe(new Set(lanes).size);
  expect(walk.alarm === null || walk.alarm > walk.at).toBe(true);
  expect(walk.waiting.length > 0 || walk.alarm !== null).toBe(true);
};

/** Answer what was asked, in random order, or let time pass to the alarm. */
const goOn = (walk: Walk, chance: () => number, kind: boolean): void => {
  const index = Math.floor(chance() * walk.waiting.length);
  const [effect] = walk.waiting.splice(index, 1);
  const news = effect === undefined ? null : answered(effect, chance, kind);
  if (news !== null) took(walk, news, chance);
  else if (walk.waiting.length === 0) {
    walk.at = walk.alarm ?? walk.at + 1000;
    took(walk, { type: "tick" }, chance);
  }
};

const newWalk = (): Walk => ({ engine: newEngine(true), at: NOW, alarm: null, waiting: [] });

const seeds = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n + 1);

/** Bad luck of every kind, then a world that answers well. */
const history = (chance: () => number): Walk => {
  const walk = newWalk();
  took(walk, { ...START, pending: Math.floor(chance() * 40) } as News, chance);
  for (let n = 0; n < 150; n++) {
    goOn(walk, chance, false);
    check(walk);
    if (chance() < 0.1) took(walk, { type: "outbox", pending: 3 }, chance);
    if (chance() < 0.05) took(walk, { type: "woke", why: "online" }, chance);
  }
  for (let n = 0; n < 400; n++) goOn(walk, chance, true);
  return walk;
};

describe("any history", () => {
  it("asks for one thing once, never waits for nothing, and in the end everything is sent and live", () => {
    for (const seed of seeds(300)) {
      const { engine } = history(seeded(seed));

      expect(engine, `seed ${seed}`).toMatchObject({
        ...{ pending: 0, upload: "idle", socket: "live", resend: "no", rights: "full" },
      });
    }
  });

  it("survives events that nobody could have sent, and reads nothing without leave", () => {
    for (const seed of seeds(200)) {
      const chance = seeded(seed);
      const walk = newWalk();
      took(walk, START, chance);
      for (let n = 0; n < 200; n++) {
        walk.at += Math.floor(chance() * 3000);
        took(walk, CHAOS[Math.floor(chance() * CHAOS.length)] ?? { type: "tick" }, chance);
        walk.waiting = [];
        expect(walk.alarm === null || walk.alarm > walk.at).toBe(true);
      }
    }
  });
});
