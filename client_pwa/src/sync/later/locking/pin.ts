/** Choosing a PIN, opening with it, changing it. */
import type { Session } from "../../../schema";
import { type Bytes, decode64, encode64 } from "../../bytes";
import { type Home, type Lock, ofPerson } from "../../device";
import { type Box, type Locker, newDataKey, openLocker } from "../../locker";
import type { Outbox } from "../../outbox";
import type { Ports } from "../../ports";
import { chosenKey, dataKey, unwrapped, wrapped, wrappingKey } from "./keys";
import { newPair, wholeLocker } from "./lockers";
import { askShare, editLock, keepShare, keptShare, mind, pauseOf, shareName, TRIES } from "./shares";

/** Whose lock it is, and where it lies. */
export interface Of {
  readonly home: Home;
  readonly outbox: Outbox;
  readonly session: Session;
  readonly ports: Ports;
}

/** Why it did not come to it: no answer, the sign-in has ended, or this person or device was shut out. */
export type Refusal = "offline" | "signIn" | "shutOut";

/**
 * What an attempt to open came to; `lost`: the organization has another share by now, and nothing opens this.
 *
 * `wait`: milliseconds for which no PIN is taken; one that comes sooner is neither tried nor counted.
 */
export type Attempt =
  | { readonly is: "open"; readonly locker: Locker; readonly raw: Bytes }
  | { readonly is: "wrong"; readonly left: number; readonly wait: number }
  | { readonly is: "wait"; readonly wait: number }
  | { readonly is: Refusal | "lost" | "cancelled" };

export const ownerOf = ({ person, device }: Session): string => `${device} ${person.id}`;

const askedShare = async ({ ports, session }: Of) => {
  const answer = await askShare(ports, session);
  if (answer.type === "ok") return answer.body;
  if (answer.type === "lost") return "offline" as const;
  return answer.code === "revoked" ? ("shutOut" as const) : ("signIn" as const);
};

/** This data key behind a PIN and a share, under a fresh salt. */
const behind = async ({ ports: { bytes, mono }, session }: Of, pin: string, raw: Bytes, share: string) => {
  const salt = bytes(16);
  const { cost, key } = await chosenKey(pin, decode64(share), salt, ownerOf(session), mono);
  return { ...cost, salt, data: await wrapped(key, raw, bytes(12)), of: await shareName(share), wrong: 0 };
};

/** With the key pair that is used while it is shut. */
const newLock = async (of: Of, pin: string, raw: Bytes, share: string): Promise<Lock> => {
  const { write, read } = await newPair();
  const locker = openLocker(await dataKey(raw), of.ports.bytes);
  return {
    ...{ v: 1, write, read: await locker.seal("lock", "read", encode64(read)) },
    ...(await behind(of, pin, raw, share)),
    ...{ share: null, until: 0, seen: of.ports.now(), card: null },
  };
};

/**
 * Put what this person has here under a new data key that opens by this PIN, and let go of the one before.
 *
 * What lies in the outbox is sent whatever becomes of this; wherever it is cut short, the next opening goes on with it.
 */
export const choosePin = async (of: Of, pin: string, begin: () => void): Promise<Refusal | Locker> => {
  const { home, ports, session } = of;
  const share = await askedShare(of);
  if (typeof share === "string") return share;
  const person = session.person.id;
  const raw = ports.bytes(32);
  const lock = await newLock(of, pin, raw, share.share);
  const locker = await wholeLocker(await dataKey(raw), lock, ports.bytes);
  begin();
  await moveIn(of, lock, locker);
  await finish(of, locker);
  await keepShare(home, person, ports, share);
  return locker;
};

type Line = readonly [store: "replica" | "draft", id: string, box: Box];

/** Rows and drafts of this person; the directory is fetched anew. */
const linesOf = (home: Home, person: string): Promise<readonly Line[]> =>
  home.db.use(async (open) => {
    const tx = open.transaction(["replica", "draft"]);
    const found: Line[] = [];
    for (const store of ["replica", "draft"] as const) {
      const lies = tx.objectStore(store);
      const [ids, boxes] = await Promise.all([lies.getAllKeys(ofPerson(person)), lies.getAll(ofPerson(person))]);
      for (const [n, box] of boxes.entries()) found.push([store, ids[n] ?? "", box]);
    }
    return found;
  });

/** Everything of this person but the outbox, under the new key in one transaction. */
const moveIn = async ({ home, ports, session }: Of, lock: Lock, locker: Locker): Promise<void> => {
  const person = session.person.id;
  const before = (await home.db.use((open) => open.get("person", person)))?.key ?? (await newDataKey());
  const old = openLocker(before, ports.bytes);
  const moved = await Promise.all(
    (await linesOf(home, person)).map(async ([store, id, box]): Promise<Line | null> => {
      const said = await old.open(store, id, box);
      return said === undefined ? null : [store, id, await locker.seal(store, id, said)];
    }),
  );
  const key = await newDataKey();
  const kept = await openLocker(key, ports.bytes).seal("person", person, session);
  await home.db.use(async (open) => {
    const tx = open.transaction(["person", "replica", "blob", "draft"], "readwrite", { durability: "strict" });
    const lines = moved.filter((line) => line !== null);
    await Promise.all([
      ...lines.map(([store, id, box]) => tx.objectStore(store).put(box, id)),
      tx.objectStore("blob").delete(person),
      tx.objectStore("person").put({ key, session: kept, lock: { ...lock, before } }, person),
      tx.done,
    ]);
  });
};

/** What the screens show of the outbox, under the new key too; then the old one is let go of. */
const finish = async ({ home, outbox, ports, session }: Of, locker: Locker): Promise<void> => {
  const person = session.person.id;
  const before = (await home.db.use((open) => open.get("person", person)))?.lock?.before;
  if (before === undefined) return;
  const old = openLocker(before, ports.bytes);
  const boxes = new Map<string, Box>();
  for (const { id, person: whose, box } of await outbox.shadows()) {
    const said = whose === person ? await old.open("overlay", id, box) : undefined;
    if (said !== undefined) boxes.set(id, await locker.seal("overlay", id, said));
  }
  await outbox.rebox(boxes);
  await home.db.use(async (open) => {
    const tx = open.transaction("person", "readwrite", { durability: "strict" });
    const found = await tx.store.get(person);
    if (found?.lock !== undefined) {
      const { before: _gone, ...lock } = found.lock;
      await tx.store.put({ ...found, lock }, person);
    }
    await tx.done;
  });
};

interface Within {
  readonly lock: Lock;
  readonly share: Bytes;
  /** The organization's time, where it was asked. */
  readonly told: number | null;
}

/** The lock with the share that belongs to it, or why there is none. */
export const within = async (of: Of): Promise<Within | { readonly is: Refusal | "lost" }> => {
  const { home, ports, session } = of;
  const person = session.person.id;
  let found = await mind(home, person, ports);
  if (found === null) return { is: "lost" };
  let told: number | null = null;
  let share = found.lock.wrong < TRIES ? await keptShare(found, person, ports) : null;
  if (share === null) {
    const answer = await askedShare(of);
    if (typeof answer === "string") return { is: answer };
    if ((await shareName(answer.share)) !== found.lock.of) return { is: "lost" };
    ({ share, now: told } = answer);
    found = (await keepShare(home, person, ports, answer)) ?? found;
  }
  return { lock: found.lock, share: decode64(share), told };
};

/** Opened by what is in `raw`. */
export const openedBy = async (of: Of, lock: Lock, raw: Bytes): Promise<Attempt> => {
  await editLock(of.home, of.session.person.id, () => ({ wrong: 0 }));
  const locker = await wholeLocker(await dataKey(raw), lock, of.ports.bytes);
  await finish(of, locker);
  return { is: "open", locker, raw };
};

/** Try this PIN. A wrong one is counted before it is known to be wrong, so that no closed page forgets it. */
export const tryPin = async (of: Of, pin: string): Promise<Attempt> => {
  const got = await within(of);
  if ("is" in got) return got;
  const { lock, share, told } = got;
  const { home, session } = of;
  const person = session.person.id;
  const tried = of.ports.now();
  const wait = pauseOf(lock, tried, told);
  if (wait > 0) return { is: "wait", wait };
  const counted = (await editLock(home, person, ({ wrong }) => ({ wrong: wrong + 1, tried, told })))?.lock ?? lock;
  const key = await wrappingKey(pin, share, lock, ownerOf(session));
  const raw = await unwrapped(key, lock.data);
  if (raw === null)
    return { is: "wrong", left: Math.max(0, TRIES - counted.wrong), wait: pauseOf(counted, tried, told) };
  return openedBy(of, lock, raw);
};

/** The same data key behind another PIN. */
export const changePin = async (of: Of, pin: string, raw: Bytes): Promise<Refusal | "changed"> => {
  const share = await askedShare(of);
  if (typeof share === "string") return share;
  const lock = await behind(of, pin, raw, share.share);
  await editLock(of.home, of.session.person.id, () => lock);
  await keepShare(of.home, of.session.person.id, of.ports, share);
  return "changed";
};

/** Ask anew whether and how long the share may be kept, as after a shift began or ended. */
export const renewShare = async (of: Of): Promise<void> => {
  const person = of.session.person.id;
  const share = await askedShare(of);
  if (typeof share === "string") return void (await mind(of.home, person, of.ports));
  const found = await nameHere(of, person);
  if (found === (await shareName(share.share))) await keepShare(of.home, person, of.ports, share);
};

const nameHere = async ({ home }: Of, person: string): Promise<string | undefined> =>
  (await home.db.use((open) => open.get("person", person)))?.lock?.of;
