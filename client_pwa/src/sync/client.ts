/** What the screens use of the sync core: rows to show, one way to save, and where what was saved stands. */
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Directory, Page, RecordTypes, Session, Writer } from "../schema";
import { APP } from "./app";
import { aside, type Command, newId, openBook, type Parts, saver } from "./book";
import { openHome } from "./device";
import { openDirectory } from "./directory";
import { bounded } from "./lease";
import type { Locker } from "./locker";
import { type Loop, openLoop } from "./loop";
import { openOutbox } from "./outbox";
import { type Handlers, overlaid } from "./overlay";
import { browserPorts, type Channel, type Ports } from "./ports";
import { diskKeeper, type Keeper, NO_TABLES, openReplica, type Replica, type Tables, tabulate } from "./replica";
import type { LoopFacts } from "./run";
import { sameStatus, statusOf, type SyncStatus, toShow, type Waiting, waitingOf } from "./standing";
import { openWire, readSession } from "./wire";

export type { Command } from "./book";
export { heldUp } from "./database";
export { handOver } from "./handover";
export { askToKeep, type Missing, missing } from "./origin";
export { currentSession, isLocked } from "./session";
export type { SyncStatus, Waiting } from "./standing";

export interface Drafts {
  readonly load: (key: string) => Promise<unknown>;
  readonly keep: (key: string, value: unknown) => Promise<void>;
  readonly drop: (key: string) => Promise<void>;
}

export interface SyncClient {
  readonly session: Session;
  readonly status: ReadonlySignal<SyncStatus>;
  readonly waiting: ReadonlySignal<readonly Waiting[]>;
  /** The server told what it knows: a table that is empty before says nothing. */
  readonly isTold: ReadonlySignal<boolean>;
  /** The rows of a type as the server showed them, with what this device saved since. */
  readonly rows: <K extends keyof RecordTypes>(type: K) => ReadonlySignal<ReadonlyMap<string, RecordTypes[K]>>;
  /** Lay commands over the rows that only a part of the app knows; that part says so before it draws. */
  readonly foresee: (also: Partial<Handlers>) => void;
  /** Resolves when the command is safe on this device's disk: only then say "saved on this phone". */
  readonly save: (command: Command) => Promise<{ readonly id: string }>;
  readonly newId: () => string;
  readonly directory: ReadonlySignal<Directory | null>;
  /** The organization's time, as far as this device knows it: to compare with the times in rows. */
  readonly now: () => number;
  /** This device's own clock: for times inside a command's arguments, which the server corrects by the skew. */
  readonly deviceNow: () => number;
  readonly draft: Drafts;
  /** Who else of the team has the form of an outcome open, as far as this phone hears it now: a hint, and no lock. */
  readonly writers: ReadonlySignal<readonly Writer[]>;
  /** The form of this outcome is open here, or none is. Nothing of what stands in it is told. */
  readonly writing: Loop["writing"];
  /** The person tapped "try now". */
  readonly wake: () => void;
  /** What a held or stuck command said, to be read, copied or done again; null when it cannot be read here. */
  readonly saying: (id: string) => Promise<unknown>;
  /** The person has read why a command was held: it leaves the list and stays in the server's custody. */
  readonly settle: (id: string) => Promise<void>;
  /** Sign out. What is not sent yet stays and goes up by itself. */
  readonly leave: () => Promise<void>;
  /** Destroy everything this person could read here. What is not sent yet stays sealed and goes up by itself. */
  readonly wipe: () => Promise<void>;
  /** Blank at once, and a fresh page, in whose memory nothing is left, once what was typed and saved is on the disk. */
  readonly lock: () => Promise<void>;
  /** Sync no more: another client takes over. */
  readonly close: () => void;
}

export interface ClientOptions {
  readonly session: Session;
  /** A desk keeps little of its rows on disk (`later/desk/roster`); what it saves lies sealed there as on a phone. */
  readonly desk: boolean;
  readonly ports?: Ports;
  /** The person's locker, where a PIN was needed for it. */
  readonly locker?: Locker;
  /** A locked device: it saves and sends, with this at hand in place of its rows. */
  readonly atHand?: AtHand;
}

export interface AtHand {
  readonly keeper: Keeper;
  /** What it takes of a page, and keeps in memory only; null where it takes nothing. */
  readonly bare: ((page: Page) => Page) | null;
}

/** How often it is asked whether others whose key lies here were shut out. */
const OTHERS_MS = 60 * 60_000;

/** Open what this person has on this device, show it, and begin to sync. */
export const openClient = async (options: ClientOptions): Promise<SyncClient> => {
  const { session, ports = browserPorts(), atHand } = options;
  const { tag } = session.org;
  const person = session.person.id;
  const home = openHome(tag, ports.bytes);
  const device = await home.device(session.device);
  if (device === undefined) throw new Error("this browser is not a device of that organization");
  const locker = options.locker ?? (await home.locker(person));
  const outbox = openOutbox(tag);
  const tables = signal<Tables>(NO_TABLES);
  const reached = signal(0);
  const isReduced = signal(false);
  const facts = signal<LoopFacts | null>(null);
  const writers = signal<readonly Writer[]>([]);
  const desk = options.desk
    ? await (await import("./later/desk/roster")).deskKeeper(home.db, locker, person, ports.now)
    : null;
  const keeper = atHand?.keeper ?? desk ?? diskKeeper(home.db, locker, person);
  const replica = await openReplica(keeper, (change, position) =>
    batch(() => {
      tables.value = tabulate(tables.value, change);
      reached.value = position.reached;
      isReduced.value = position.cur === null && position.reached > 0;
    }),
  );
  // What other tabs say while this one is still opening waits until it can be understood.
  let opened = (): void => undefined;
  const ready = new Promise<void>((resolve) => {
    opened = resolve;
  });
  const channel = ports.channel(`f727-${tag}`, (what) => aside(ready.then(() => heardFrom(what))));
  const full = signal(false);
  const parts: Parts = { session, ports, home, outbox, locker, device, channel, full };
  const under = new Set<Promise<unknown>>();
  const minded: Minded = (work) => {
    const ended = (): boolean => under.delete(work);
    under.add(work);
    work.then(ended, ended);
    return work;
  };
  const book = openBook(parts);
  await book.read();
  const directory = await openDirectory(home, locker, person, ports);

  const shred = (): Promise<void> => destroy(parts, replica);
  let next = 0;
  const becomeOnce = onceTrue(async (given: Parts) => (await import("./later/becoming")).become(given));
  const loop = openLoop(
    {
      ...{ ports, home, outbox, device, person, wire: openWire(ports) },
      ...{
        app: APP,
        boot: newId(ports),
        replica: atHand === undefined ? telling(replica, channel) : taking(replica, atHand),
      },
      // A desk is live or it is not: what was before its start says nothing but who is on which team.
      heard_at: desk === null ? (device.heard_at ?? null) : desk.heard_at,
    },
    {
      moved: (now) => {
        facts.value = now;
        directory.want([...tables.value.directory.values()][0]);
        // What came back in the feed is in the rows on the disk only where these are read.
        if (atHand === undefined) aside(book.forget(reached.value));
      },
      outboxChanged: async () => {
        await book.read();
        channel.tell("outbox");
      },
      entered: (revoked) => {
        if (!revoked && ports.mono() < next) return;
        next = ports.mono() + OTHERS_MS;
        aside(import("./later/leaving/ended").then(({ forgetEnded }) => forgetEnded(ports)));
      },
      writers: (by) => {
        writers.value = by;
      },
      copied: () => aside(becomeOnce(parts)),
      wipe: shred,
    },
  );
  const lock = async (): Promise<void> => {
    loop.stop();
    globalThis.document?.body.remove();
    await import("./later/leaving/written").then(({ written }) => written(parts, under)).catch(() => undefined);
    globalThis.location?.reload();
  };
  const heardFrom = async (what: string): Promise<void> => {
    // What lies here opens by a PIN from now, or was locked: nothing of it stays in this window's memory.
    if (what === "lock") return lock();
    if (what === "replica" && !options.desk && atHand === undefined) await replica.reload();
    if (what !== "outbox") return;
    await book.read();
    await loop.recount();
  };
  opened();
  const status = steady(() => {
    const said = statusOf(book.entries.value, facts.value, person);
    const lapsed = atHand === undefined && isReduced.value;
    return { ...said, lapsed, full: full.value, upgrade: said.upgrade || home.db.outdated.value };
  });
  const also = signal<Partial<Handlers>>({});
  const shown = computed(() =>
    overlaid(tables.value, toShow(book.entries.value, book.known.value, reached.value), also.value),
  );
  const now = (): number => ports.now() + loop.facts().skew_ms;
  const rows = tablesOf(shown);
  const unbound = options.desk || atHand !== undefined ? null : await bounded(parts, loop, replica, rows);
  const save = saver(parts, book, loop);
  await loop.start();
  aside(keepSession(parts));
  aside(keepRoom(parts));
  return {
    session,
    status,
    waiting: computed(() => waitingOf(book.entries.value, book.known.value, reached.value, person)),
    isTold: computed(() => reached.value > 0),
    rows,
    foresee: (handlers) => {
      const known: Partial<Handlers> = also.value;
      const isKnown = Object.keys(handlers).every((type) => type in known);
      if (!isKnown) also.value = { ...known, ...handlers };
    },
    save: (command) => minded(save(command)),
    newId: () => newId(ports),
    directory: directory.current,
    now,
    deviceNow: ports.now,
    draft: drafts(parts, minded),
    writers: computed(() => (status.value.live ? writers.value : [])),
    writing: loop.writing,
    wake: () => loop.wake("tap"),
    saying: async (id) => book.known.value.find(({ pending }) => pending.id === id)?.pending.args ?? null,
    settle: async (id) => {
      if ((await outbox.entry(id))?.person !== person) return;
      await outbox.settle(id);
      await book.read();
      channel.tell("outbox");
    },
    leave: async () => (await leaving()).signOut(parts, loop, replica, book, shred),
    lock,
    close: () => {
      unbound?.();
      loop.stop();
      channel.close();
    },
    wipe: async () => (await leaving()).wipe(parts, loop, shred),
  };
};

const leaving = () => import("./later/leaving/signout");

/** Does it until it is done, one at a time, and then never again. */
const onceTrue = <G>(work: (given: G) => Promise<boolean>): ((given: G) => Promise<void>) => {
  let isOver = false;
  return async (given) => {
    if (isOver) return;
    isOver = true;
    isOver = await work(given).catch(() => false);
  };
};

/** A signal that only speaks when what it says is different. */
const steady = (tell: () => SyncStatus): ReadonlySignal<SyncStatus> => {
  let last = tell();
  return computed(() => {
    const next = tell();
    if (!sameStatus(last, next)) last = next;
    return last;
  });
};

/** One signal per type, made once: a screen that shows units does not wake for calls. */
const tablesOf = (shown: ReadonlySignal<Tables>): SyncClient["rows"] => {
  const signals = new Map<string, ReadonlySignal<unknown>>();
  return <K extends keyof RecordTypes>(type: K) => {
    const found = signals.get(type) ?? computed(() => shown.value[type]);
    signals.set(type, found);
    // The signal stored under a type is the one made for it.
    return found as ReadonlySignal<ReadonlyMap<string, RecordTypes[K]>>;
  };
};

/** Other tabs show the same rows: tell them when these moved. */
const telling = (replica: Replica, channel: Channel): Replica => ({
  ...replica,
  apply: async (page) => {
    const applied = await replica.apply(page);
    if (applied === "applied") channel.tell("replica");
    return applied;
  },
  reset: async (scope, cur) => {
    await replica.reset(scope, cur);
    channel.tell("replica");
  },
});

/** A locked device tells nobody of its rows, and has none to compare. */
const taking = (replica: Replica, { bare }: AtHand): Replica | null =>
  bare && {
    ...replica,
    kept: () => ({ ...replica.kept(), rows: new Map() }),
    apply: (page) => replica.apply(bare(page)),
  };

/** The same work, known of until it has ended. */
type Minded = <T>(work: Promise<T>) => Promise<T>;

/** What a person is typing, encrypted; it survives a closed app and a sign-out. */
const drafts = ({ home, locker, session }: Parts, minded: Minded): Drafts => {
  const full = (key: string): string => `${session.person.id}|${key}`;
  const put = async (id: string, value: unknown): Promise<void> => {
    const box = await locker.seal("draft", id, value);
    await home.db.use((open) => open.put("draft", box, id));
  };
  return {
    load: async (key) => {
      const box = await home.db.use((open) => open.get("draft", full(key)));
      return box === undefined ? undefined : await locker.open("draft", full(key), box);
    },
    keep: (key, value) => minded(put(full(key), value)),
    drop: (key) => minded(home.db.use((open) => open.delete("draft", full(key)))),
  };
};

/** Before a phone is full is the time to keep some room. */
const keepRoom = async (parts: Parts): Promise<void> => {
  const { holdRoom } = await import("./later/room");
  parts.full.value = !(await holdRoom(parts));
};

/** Roles and names may have changed since the last opening with a network. */
const keepSession = async ({ ports, home, session }: Parts): Promise<void> => {
  const answer = await readSession(ports);
  if (answer.type !== "ok" || answer.body.person.id !== session.person.id) return;
  await home.keepSession(answer.body);
};

/** The rows first, then the key: whatever is interrupted, nothing readable is left behind the key. */
const destroy = async ({ home, outbox, session, channel }: Parts, replica: Replica): Promise<void> => {
  await replica.reset("*");
  await home.destroy(session.person.id);
  await outbox.dropShadows(session.person.id);
  channel.tell("replica");
};
