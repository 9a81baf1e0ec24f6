/** The lock of whoever is signed in here, for the screens: shut, tried, chosen, and kept while it is open. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Session } from "../../../schema";
import { aside } from "../../book";
import { type ClientOptions, type Drafts, openClient, type SyncClient } from "../../client";
import { openHome } from "../../device";
import type { Locker } from "../../locker";
import { openOutbox } from "../../outbox";
import { browserPorts, type Ports } from "../../ports";
import { apart, type Asked, atHand, cardOf, keepCard } from "./card";
import type { Bytes } from "../../bytes";
import { slot } from "./lockers";
import { keepPasskey, type Standing, standingOf, tryPasskey } from "./passkey";
import { type Attempt, changePin, choosePin, type Of, type Refusal, renewShare, tryPin } from "./pin";
import { mind } from "./shares";

export { isPin, PIN_LENGTH } from "./keys";
export { TRIES } from "./shares";

/** Out of sight for so long, a phone locks itself: sooner where everything on it is confidential. */
export const idleMinutes = ({ org }: Session): number => (org.kind === "site" ? 1 : 5);

const MINUTE_MS = 60_000;
/** How often the organization is asked anew how long the share may be kept. */
const RENEW_MS = 10 * MINUTE_MS;
/** What was just saved, a shift that begins, is with the organization by then. */
const SETTLED_MS = 5_000;

type Refused = Exclude<Attempt, { is: "open" }>;

export interface Shut {
  readonly client: SyncClient;
  readonly asked: ReadonlySignal<Asked | null>;
}

export interface Guard {
  /** A client that saves and sends and tells nothing but that the team is asked; null where there is no lock. */
  readonly shut: () => Promise<Shut | null>;
  /** What was typed while it was locked is not shown again before it is opened. */
  readonly hide: () => void;
  /** Open with this PIN, or as the device itself is opened: a client that reads, or why not. */
  readonly open: (pin: string | null, desk: boolean) => Promise<SyncClient | Refused>;
  /** Lock what is here by this PIN from now; `begin` is told when it comes to it: nobody else may write meanwhile. */
  readonly choose: (pin: string, begin: () => void) => Promise<SyncClient | Refusal>;
  /** Is this the PIN of now? */
  readonly prove: (pin: string) => Promise<true | Refused>;
  /** Another PIN, once the one of now was proved. */
  readonly change: (pin: string) => Promise<Refusal | "changed">;
  /** Whether it opens as the device itself is opened, too. */
  readonly passkey: () => Promise<Standing>;
  /** Let it, once the PIN of now was proved, or let it no more. */
  readonly keepPasskey: (keep: boolean) => ReturnType<typeof keepPasskey>;
}

type Typed = Map<string, unknown>;

/** A value typed while it was locked stays in memory, and goes to the disk when it is opened. */
const inMemory = (kept: Typed): Drafts => ({
  load: async (key) => kept.get(key),
  keep: async (key, value) => void kept.set(key, value),
  drop: async (key) => void kept.delete(key),
});

export const openGuard = (session: Session, ports: Ports = browserPorts()): Guard => {
  const { tag } = session.org;
  const person = session.person.id;
  const of: Of = { session, ports, home: openHome(tag, ports.bytes), outbox: openOutbox(tag) };
  const drafts: Typed = new Map();
  const hidden: Typed = new Map();
  let raw: Bytes | null = null;

  const opened = async (options: Omit<ClientOptions, "session">): Promise<SyncClient> => {
    const client = await openClient({ ports, ...options, session });
    return { ...client, close: both(client.close, keepAtHand(of, client)) };
  };
  const whole = async (locker: Locker, desk: boolean): Promise<SyncClient> => {
    const client = await opened({ desk, locker });
    for (const [key, value] of [...hidden, ...drafts]) {
      if ((await client.draft.load(key)) === undefined) await client.draft.keep(key, value);
    }
    hidden.clear();
    drafts.clear();
    return { ...client, close: both(client.close, watch(of, client)) };
  };
  return {
    shut: async () => {
      const found = await mind(of.home, person, ports);
      if (found === null) return null;
      const locker = await slot(found.lock, ports.bytes);
      // Whoever looks at a locked phone sees no call: it is rung as if nobody did.
      const unseen = { ...ports, hidden: () => true };
      const client = await opened({ desk: false, locker, atHand: atHand(of.home, session, ports), ports: unseen });
      const { rows, asked } = apart(client);
      return { client: { ...client, rows, writers: signal([]), draft: inMemory(drafts) }, asked };
    },
    hide: () => {
      for (const [key, value] of drafts) if (!hidden.has(key)) hidden.set(key, value);
      drafts.clear();
    },
    open: async (pin, desk) => {
      const attempt = await (pin === null ? tryPasskey(of) : tryPin(of, pin));
      if (attempt.is === "shutOut") await letGo(of);
      return attempt.is === "open" ? whole(attempt.locker, desk) : attempt;
    },
    choose: async (pin, begin) => {
      const locker = await choosePin(of, pin, begin);
      if (typeof locker === "string") return locker;
      tellLock(session, ports);
      return whole(locker, false);
    },
    prove: async (pin) => {
      const attempt = await tryPin(of, pin);
      if (attempt.is !== "open") return attempt;
      raw = attempt.raw;
      return true;
    },
    change: async (pin) => {
      const answer = raw === null ? "signIn" : await changePin(of, pin, raw);
      if (answer === "changed") raw = null;
      return answer;
    },
    passkey: () => standingOf(of),
    keepPasskey: async (keep) => {
      if (keep && raw === null) return "signIn";
      const answer = await keepPasskey(of, keep ? raw : null);
      raw = null;
      return answer;
    },
  };
};

/** Shut out: what the PIN opened is let go of; what was saved is sent. */
const letGo = async ({ home, outbox, session }: Of): Promise<void> => {
  await home.destroy(session.person.id);
  await outbox.dropShadows(session.person.id);
};

const both = (one: () => void, other: () => void) => (): void => {
  other();
  one();
};

/** Keep on the disk what a locked device is to have at hand, whenever it changes. */
const keepAtHand = ({ home, session, ports }: Of, client: SyncClient): (() => void) => {
  let last = "";
  let writing: Promise<void> = Promise.resolve();
  return effect(() => {
    const card = cardOf(client);
    const text = JSON.stringify(card);
    if (text === last || !client.isTold.value) return;
    last = text;
    writing = writing.then(() => keepCard(home, session.person.id, ports, card)).catch(() => undefined);
  });
};

/** Every window of the app here locks: what was opened lies in its memory. */
const tellLock = ({ org }: Session, ports: Ports): void => {
  const channel = ports.channel(`f727-${org.tag}`, () => undefined);
  channel.tell("lock");
  channel.close();
};

/** Lock now, in every window. */
export const lockNow = ({ session, lock }: Pick<SyncClient, "session" | "lock">, ports = browserPorts()): void => {
  tellLock(session, ports);
  aside(lock());
};

/** While it is open: lock when it was out of sight for long, or elsewhere, and mind how long the share may be kept. */
const watch = (of: Of, client: SyncClient): (() => void) => {
  const { ports, session, home } = of;
  const idle = idleMinutes(session) * MINUTE_MS;
  let hiddenAt: number | null = null;
  let cancel = (): void => undefined;
  const lock = (): void => lockNow(client, ports);
  const unwatch = ports.wakes((why) => {
    if (why !== "hidden" && why !== "visible") return;
    // A device that slept does not count: its wall clock does.
    if (why === "visible" && hiddenAt !== null && ports.now() - hiddenAt >= idle) return lock();
    cancel();
    hiddenAt = why === "hidden" ? (hiddenAt ?? ports.now()) : null;
    if (why === "hidden") cancel = ports.after(idle, lock);
  });
  let stopRenewing = (): void => undefined;
  const renewIn = (ms: number): void => {
    stopRenewing();
    stopRenewing = ports.after(ms, () => {
      aside(renewShare(of));
      renewIn(RENEW_MS);
    });
  };
  let last = "";
  const unfollow = effect(() => {
    const now = cardOf(client)
      .map((row) => row.id)
      .join();
    if (now !== last || last === "") renewIn(SETTLED_MS);
    last = now;
  });
  let stopMinding = (): void => undefined;
  const mindOn = (): void => {
    aside(mind(home, session.person.id, ports));
    stopMinding = ports.after(MINUTE_MS, mindOn);
  };
  mindOn();
  return () => {
    for (const end of [cancel, stopRenewing, stopMinding, unfollow, unwatch]) end();
  };
};
