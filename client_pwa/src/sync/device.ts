/**
 * What this browser is to an organization: its device and keys, the persons it served, and what they may see again.
 *
 * One database per organization (`f727-<tag>`), and a small one (`f727`) that knows which organizations there are.
 * The outbox is not here: it has a database of its own that no migration touches.
 */
import type { DBSchema } from "idb";
import type { SealingKey, Session } from "../schema";
import type { Bytes } from "./bytes";
import { type Database, openDatabase } from "./database";
import { type Box, type Locker, newDataKey, openLocker } from "./locker";
import { type Lease, minded } from "./lease";
import { genuine } from "./signing";

/** The device key signs even while nobody is signed in; its private half cannot be read. */
export interface Device {
  readonly id: string;
  readonly tag: string;
  readonly sign: CryptoKey;
  readonly public: string;
  /** The organization's signing key, pinned at enrolment. */
  readonly signing: string;
  /** Sealing keys that the pinned key vouches for, in the order announced. */
  readonly keys: readonly SealingKey[];
  /** Told by the server at each hello; a copied profile is found by it. */
  readonly nonce: string;
  /** The organization's time minus this device's, as last measured. */
  readonly skew_ms: number;
  /** When the server last answered, by this device's clock; kept to the minute, so that a restart still knows. */
  readonly heard_at?: number;
  /** How long rows are kept here, as last told; without one no end was told. */
  readonly lease?: Lease;
}

/** A credential of the device itself, and the data key under what it makes of the salt together with the share. */
export interface Passkey {
  readonly id: Bytes;
  readonly salt: Bytes;
  readonly data: Box;
}

/** What opens a person's data key, and what a locked device has at hand; made and used by `later/locking` only. */
export interface Lock {
  readonly v: 1;
  readonly salt: Bytes;
  /** What a guess costs: KiB of memory, and passes over it. */
  readonly memory: number;
  readonly passes: number;
  /** The data key, under what PIN and share make together. */
  readonly data: Box;
  readonly passkey?: Passkey | null;
  /** Sealed to while locked; `read` opens that, under the data key. */
  readonly write: string;
  readonly read: Box;
  /** Which share belongs to it: its SHA-256. */
  readonly of: string;
  /** Wrong PINs since the last right one, and when the last was tried. */
  readonly wrong: number;
  readonly tried?: number;
  /** The same by the organization's clock, where it was asked. */
  readonly told?: number | null;
  /** The share while it may be kept, and until when; with the latest this device's clock ever showed. */
  readonly share: Box | null;
  readonly until: number;
  readonly seen: number;
  /** What is under way, in ids and times, without a word about anybody. */
  readonly card: Box | null;
  /** The data key from before there was a PIN, until nothing lies under it any more. */
  readonly before?: CryptoKey;
}

export interface Person {
  /** Of the session, and of all else where there is no lock. */
  readonly key: CryptoKey;
  readonly session: Box;
  readonly lock?: Lock;
}

/** How far this person's rows reach. `reached` is the newest change set known to be in them. */
export interface Position {
  readonly cur: string | null;
  readonly reached: number;
  /** Which rows the app understood that stored these. */
  readonly schema?: number;
}

export interface Blob {
  readonly version: number;
  readonly sha256: string;
  readonly box: Box;
}

interface HomeSchema extends DBSchema {
  device: { key: string; value: Device };
  person: { key: string; value: Person };
  replica: { key: string; value: Box };
  position: { key: string; value: Position };
  blob: { key: string; value: Blob };
  draft: { key: string; value: Box };
}

export type HomeDatabase = Database<HomeSchema>;

/** Everything of one person in a store whose keys begin with the person. */
export const ofPerson = (person: string): IDBKeyRange => IDBKeyRange.bound(`${person}|`, `${person}|\uffff`);

const openHomeDatabase = (tag: string): HomeDatabase =>
  openDatabase<HomeSchema>(`f727-${tag}`, 1, (db) => {
    for (const store of ["device", "person", "replica", "position", "blob", "draft"] as const) {
      db.createObjectStore(store);
    }
  });

/** What a welcome tells a device to keep. */
export type Told = Pick<Device, "nonce" | "keys" | "skew_ms" | "lease">;

export interface Home {
  readonly db: HomeDatabase;
  readonly device: (id: string) => Promise<Device | undefined>;
  readonly devices: () => Promise<readonly Device[]>;
  readonly keepDevice: (device: Device) => Promise<void>;
  /** Keep what a welcome told; keys without the pinned key's signature are left out, none at all changes nothing. */
  readonly learn: (id: string, told: Told) => Promise<void>;
  readonly heard: (id: string, at: number) => Promise<void>;
  /** Whether rows may be kept here no longer, by this device's clock, which is noted, and by what else is known of time. */
  readonly isOver: (id: string, now: number, unset: number) => Promise<boolean>;
  /** This person's locker; made with a fresh key when there is none. */
  readonly locker: (person: string) => Promise<Locker>;
  readonly session: (person: string) => Promise<Session | null>;
  readonly keepSession: (session: Session) => Promise<void>;
  /** Destroy the data key and everything under it; with `as`, unless their session is another by now. False: it was. */
  readonly destroy: (person: string, as?: Box) => Promise<boolean>;
  readonly hasDrafts: (person: string) => Promise<boolean>;
  /** What lies here opens by a PIN only. */
  readonly isLocked: (person: string) => Promise<boolean>;
}

/** Open the database of one organization. */
export const openHome = (tag: string, bytes: (length: number) => Bytes): Home => {
  const db = openHomeDatabase(tag);
  const locker = async (person: string): Promise<Locker> => {
    const spare = await newDataKey();
    const key = await db.use(async (open) => {
      const tx = open.transaction("person", "readwrite", { durability: "strict" });
      const found = await tx.store.get(person);
      const session = { iv: new Uint8Array(0), ct: new ArrayBuffer(0) };
      if (found === undefined) await tx.store.put({ key: spare, session }, person);
      await tx.done;
      return found?.key ?? spare;
    });
    return openLocker(key, bytes);
  };
  return {
    db,
    locker,
    device: (id) => db.use((open) => open.get("device", id)),
    devices: () => db.use((open) => open.getAll("device")),
    keepDevice: (device) => keepDevice(db, device),
    learn: (id, told) => learn(db, id, told),
    heard: (id, heard_at) => edit(db, id, "relaxed", () => ({ heard_at })).then(() => undefined),
    isOver: async (id, now, unset) => {
      const device = await edit(db, id, "strict", ({ lease }) =>
        lease === undefined ? {} : { lease: minded(lease, now, unset) },
      );
      return device?.lease?.until === 0;
    },
    session: (person) => readSession(db, person, bytes),
    keepSession: async (session) => {
      const box = await (await locker(session.person.id)).seal("person", session.person.id, session);
      await writeSession(db, session.person.id, box);
    },
    destroy: (person, as) => destroy(db, person, as),
    isLocked: async (person) => (await db.use((open) => open.get("person", person)))?.lock !== undefined,
    hasDrafts: async (person) => (await db.use((open) => open.count("draft", ofPerson(person)))) > 0,
  };
};

const keepDevice = async (db: HomeDatabase, device: Device): Promise<void> => {
  await db.use(async (open) => {
    const tx = open.transaction("device", "readwrite", { durability: "strict" });
    await Promise.all([tx.store.put(device, device.id), tx.done]);
  });
};

const learn = async (db: HomeDatabase, id: string, told: Told): Promise<void> => {
  const before = await db.use((open) => open.get("device", id));
  if (before === undefined) return;
  const keys = await genuine(before.signing, told.keys);
  await edit(db, id, "strict", (device) => ({ ...told, keys: keys.length > 0 ? keys : device.keys }));
};

/** Change what is known of a device; answers it as it is then, if there is one. */
const edit = (
  db: HomeDatabase,
  id: string,
  durability: IDBTransactionDurability,
  change: (device: Device) => Partial<Device>,
): Promise<Device | undefined> =>
  db.use(async (open) => {
    const tx = open.transaction("device", "readwrite", { durability });
    const device = await tx.store.get(id);
    const next = device && { ...device, ...change(device) };
    if (next !== undefined) await tx.store.put(next, id);
    await tx.done;
    return next;
  });

const readSession = async (
  db: HomeDatabase,
  person: string,
  bytes: (length: number) => Bytes,
): Promise<Session | null> => {
  const found = await db.use((open) => open.get("person", person));
  if (found === undefined) return null;
  const session = await openLocker(found.key, bytes).open("person", person, found.session);
  return session === undefined ? null : (session as Session);
};

const writeSession = async (db: HomeDatabase, person: string, session: Box): Promise<void> => {
  await db.use(async (open) => {
    const tx = open.transaction("person", "readwrite", { durability: "strict" });
    const found = await tx.store.get(person);
    if (found !== undefined) await tx.store.put({ ...found, session }, person);
    await tx.done;
  });
};

const destroy = (db: HomeDatabase, person: string, as?: Box): Promise<boolean> =>
  db.use(async (open) => {
    const stores = ["person", "replica", "position", "blob", "draft"] as const;
    const tx = open.transaction(stores, "readwrite", { durability: "strict" });
    if (as !== undefined) {
      const now = await tx.objectStore("person").get(person);
      if (String(now?.session.iv) !== String(as.iv)) return false;
    }
    await Promise.all([
      tx.objectStore("replica").delete(ofPerson(person)),
      tx.objectStore("draft").delete(ofPerson(person)),
      ...(["person", "position", "blob"] as const).map((store) => tx.objectStore(store).delete(person)),
      tx.done,
    ]);
    return true;
  });

/** Who is signed in in this browser profile: one at a time. */
export interface Active {
  readonly tag: string;
  readonly person: string;
  readonly device: string;
}

interface RootSchema extends DBSchema {
  active: { key: string; value: Active };
  device: { key: string; value: { readonly id: string; readonly tag: string; readonly at: number } };
}

export interface Root {
  readonly active: () => Promise<Active | undefined>;
  readonly activate: (active: Active) => Promise<void>;
  readonly deactivate: () => Promise<void>;
  /** Every device this profile ever was, newest first: any of them may still have something to hand over. */
  readonly devices: () => Promise<readonly { readonly id: string; readonly tag: string }[]>;
  readonly remember: (device: { readonly id: string; readonly tag: string }, at: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export const openRoot = (): Root => {
  const db = openDatabase<RootSchema>("f727", 1, (open) => {
    open.createObjectStore("active");
    open.createObjectStore("device");
  });
  return {
    active: () => db.use((open) => open.get("active", "active")),
    activate: (active) => db.use(async (open) => void (await open.put("active", active, "active"))),
    deactivate: () => db.use((open) => open.delete("active", "active")),
    devices: async () => {
      const all = await db.use((open) => open.getAll("device"));
      return all.sort((one, other) => other.at - one.at);
    },
    remember: ({ id, tag }, at) => db.use(async (open) => void (await open.put("device", { id, tag, at }, id))),
    close: db.close,
  };
};
