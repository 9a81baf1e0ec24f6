/** One server, one browser profile, and apps that are opened and killed in it. */
import { type ClientOptions, openClient, type SyncClient } from "../../src/sync/client";
import { enrol } from "../../src/sync/later/enrolling";
import type { Ports, Wake } from "../../src/sync/ports";
import { newClock, newDisk, NOON, seeded, type TestClock } from "./clock";
import { TestServer } from "./server";

export interface World {
  readonly clock: TestClock;
  readonly server: TestServer;
  /** A tab: its own timers, the same disk, locks and channel as the others. */
  readonly ports: Ports;
  readonly enrol: () => ReturnType<typeof enrol>;
  readonly open: (options?: Partial<ClientOptions>) => Promise<SyncClient>;
  readonly wake: (why: Wake) => void;
  /** The page is looked at, or somebody went to another app. */
  readonly look: (isHidden: boolean) => void;
}

export const newWorld = async (scopes?: readonly string[]): Promise<World> => {
  newDisk();
  const clock = newClock();
  const server = await TestServer.start(scopes);
  // The organization's clock is right whatever is done to this device's.
  server.now = () => NOON + clock.mono();
  const chance = seeded(727);
  const queues = new Map<string, Promise<unknown>>();
  const lines = new Map<string, Set<(what: string) => void>>();
  const wakers = new Set<(why: Wake | "hidden") => void>();
  let isHidden = false;

  const locked = <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const next = (queues.get(name) ?? Promise.resolve()).then(work, work);
    queues.set(
      name,
      next.catch(() => undefined),
    );
    return next;
  };
  const ports: Ports = {
    fetch: (path, init) => server.fetch(path, init),
    connect: (path, events) => server.connect(path, events),
    now: clock.now,
    mono: clock.mono,
    random: chance,
    bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    after: clock.after,
    locked,
    channel: (name, heard) => {
      const others = lines.get(name) ?? new Set();
      lines.set(name, others.add(heard));
      return {
        tell: (what) => {
          for (const other of others) if (other !== heard) setImmediate(() => other(what));
        },
        close: () => void others.delete(heard),
      };
    },
    hidden: () => isHidden,
    wakes: (wake) => {
      wakers.add(wake);
      return () => void wakers.delete(wake);
    },
  };
  const enrolled = () => enrol("GOODCODE", ports);
  return {
    clock,
    server,
    ports,
    enrol: enrolled,
    open: async (options = {}) => {
      const session = options.session ?? (await enrolled());
      return openClient({ desk: false, ports, ...options, session });
    },
    wake: (why) => {
      for (const wake of wakers) wake(why);
    },
    look: (hidden) => {
      isHidden = hidden;
      for (const wake of wakers) wake(hidden ? "hidden" : "visible");
    },
  };
};
