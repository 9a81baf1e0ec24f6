/** Saving, and what was saved, for the screens. */
import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type CommandArgs, type CommandType, type Session, VERSION } from "../schema";
import { uuid7 } from "./bytes";
import type { Device, Home } from "./device";
import type { Locker } from "./locker";
import type { Loop } from "./loop";
import { type Entry, isCovered, type Outbox, type Saving } from "./outbox";
import type { Pending } from "./overlay";
import type { Channel, Ports } from "./ports";
import { argumentsText, newRun, openSealer, rowHash, type Sealer, wireText } from "./seal";
import type { Known } from "./standing";

/** A command to save, its arguments by its type. */
export type Command = {
  readonly [K in CommandType]: {
    readonly type: K;
    readonly entity: string;
    readonly args: CommandArgs[K];
    readonly base?: number;
    readonly after?: string;
  };
}[CommandType];

/** Everything one open client holds. */
export interface Parts {
  readonly session: Session;
  readonly ports: Ports;
  readonly home: Home;
  readonly outbox: Outbox;
  readonly locker: Locker;
  readonly device: Device;
  readonly channel: Channel;
  /** The disk has no room left but what was kept for this. */
  readonly full: Signal<boolean>;
}

export const newId = (ports: Ports): string => uuid7(ports.now(), ports.bytes(10));

/** Work beside the main path: should the disk fail it now, the next occasion does it again. */
export const aside = (work: Promise<unknown>): void => {
  work.catch(() => undefined);
};

/** What the outbox holds, for the screens; the content of one's own commands is opened once. */
export interface Book {
  readonly entries: ReadonlySignal<readonly Entry[]>;
  readonly known: ReadonlySignal<readonly Known[]>;
  readonly read: () => Promise<void>;
  readonly add: (saving: Saving, pending: Pending) => void;
  /** Let go of what the feed has brought. */
  readonly forget: (reached: number) => Promise<void>;
}

export const openBook = ({ outbox, locker, session }: Parts): Book => {
  const entries = signal<readonly Entry[]>([]);
  const known = signal<readonly Known[]>([]);
  const person = session.person.id;
  const opened = new Map<string, Pending>();
  const open = async (shadow: Saving["shadow"]): Promise<Known | null> => {
    const pending = opened.get(shadow.id) ?? (await locker.open("overlay", shadow.id, shadow.box));
    if (pending === undefined) return null;
    opened.set(shadow.id, pending as Pending);
    return { shadow, pending: pending as Pending };
  };
  let added = 0;
  let last: Promise<void> = Promise.resolve();
  const read = async (): Promise<void> => {
    const before = added;
    const [rows, shadows] = await Promise.all([outbox.open(), outbox.shadows()]);
    const own = await Promise.all(shadows.filter((it) => it.person === person).map(open));
    // Something was saved meanwhile: what we read is older than what the screens already show.
    if (added !== before) return read();
    const sorted = own
      .filter((it): it is Known => it !== null)
      .sort((one, other) => one.shadow.dseq - other.shadow.dseq);
    batch(() => {
      entries.value = rows;
      known.value = sorted;
    });
  };
  return {
    entries,
    known,
    read: () => {
      last = last.then(read, read);
      return last;
    },
    add: (saving, pending) => {
      added += 1;
      opened.set(pending.id, pending);
      batch(() => {
        const others = entries.value.filter(({ id }) => id !== pending.id);
        const before = known.value.filter(({ shadow }) => shadow.id !== pending.id);
        entries.value = [...others, saving.entry];
        known.value = [...before, { shadow: saving.shadow, pending }];
      });
    },
    forget: async (reached) => {
      if (!known.value.some(({ shadow }) => isCovered(shadow, reached))) return;
      known.value = known.value.filter(({ shadow }) => !isCovered(shadow, reached));
      await outbox.covered(person, reached);
    },
  };
};

/** Seal, store strictly, then show and send: in this order. */
export const saver = (
  parts: Parts,
  book: Book,
  loop: Loop,
): ((command: Command) => Promise<{ readonly id: string }>) => {
  const { ports, outbox, locker, session, device, home, channel, full } = parts;
  const person = session.person.id;
  const run = newRun();
  const sealers = new Map<string, Promise<Sealer>>();

  const sealer = async (): Promise<Sealer> => {
    // Whatever is wrong with that database, the keys known at the start still seal.
    const key = ((await home.device(device.id).catch(() => undefined)) ?? device).keys[0];
    if (key === undefined) throw new Error("no key to seal to");
    const made = sealers.get(key.kid) ?? openSealer(await run, key);
    sealers.set(key.kid, made);
    return made;
  };
  return async (command) => {
    const id = newId(ports);
    const [at, mono] = [ports.now(), ports.mono()];
    const { type, entity, args } = command;
    const { name } = session.person;
    // `args` belongs to `type`: both come from the same command.
    const { skew_ms } = loop.facts();
    const told = { at: at + skew_ms, skew_ms, person, name };
    const pending = { id, type, entity, args, ...told } as Pending;
    const box = await locker.seal("overlay", id, pending);
    const seal = await sealer();
    const plain = argumentsText(args);
    const links = { base: command.base ?? null, after: command.after ?? null };
    const make = async (dseq: number): Promise<Saving> => {
      const header = { id, dseq, person, at, mono, type, v: VERSION[type] ?? 1, entity, ...links };
      const row = await seal.seal(header, plain, ports.bytes(12));
      const kept = { wire: wireText(row), hash: await rowHash(row), device: device.id };
      const state = { state: "saved", code: null, seq: null, acked_at: null, settled: false } as const;
      return {
        entry: { dseq, id, person, type, entity, at, ...kept, ...state },
        shadow: { id, dseq, person, box, acked: false, seq: null },
      };
    };
    const saved = await outbox.save(make).catch(async (error: unknown) => {
      if (!(error instanceof DOMException && error.name === "QuotaExceededError")) throw error;
      full.value = true;
      await (await import("./later/room")).giveRoom(home, person);
      return outbox.save(make);
    });
    book.add(saved, pending);
    channel.tell("outbox");
    aside(book.read());
    aside(loop.recount().finally(() => loop.wake("save")));
    return { id };
  };
};
