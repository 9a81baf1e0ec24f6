/**
 * What this device has promised to deliver. The schema of this database is final: no migration ever touches it.
 *
 * A command and what the screens need to show it are saved in one strict transaction. Nothing leaves but by an answer
 * of the server (and then only when its backup holds it), except what fourteen days or 20 MB push out, counted.
 */
import type { DBSchema, IDBPTransaction } from "idb";
import type { Ack } from "../schema";
import { openDatabase } from "./database";
import type { Box } from "./locker";

/** saved: not answered · done: applied · held: in the server's custody · stuck: the server cannot take it. */
export type EntryState = "saved" | "done" | "held" | "stuck";

export interface Entry {
  readonly dseq: number;
  readonly id: string;
  readonly device: string;
  readonly person: string;
  readonly type: string;
  readonly entity: string;
  readonly at: number;
  /** The row exactly as it is sent, every time. */
  readonly wire: string;
  readonly hash: string;
  readonly state: EntryState;
  readonly code: string | null;
  readonly seq: number | null;
  readonly acked_at: number | null;
  /** A held one that its person has read about. */
  readonly settled: boolean;
}

/** The arguments once more, under the person's data key: the sealed ones cannot be read back. */
export interface Shadow {
  readonly id: string;
  readonly dseq: number;
  readonly person: string;
  readonly box: Box;
  readonly acked: boolean;
  readonly seq: number | null;
}

interface OutboxSchema extends DBSchema {
  row: { key: number; value: Entry; indexes: { id: string; state: string } };
  overlay: { key: string; value: Shadow };
  mark: { key: string; value: number };
}

type Write = IDBPTransaction<OutboxSchema, ("mark" | "overlay" | "row")[], "readwrite">;

export const KEPT_MS = 14 * 24 * 60 * 60 * 1000;
export const KEPT_BYTES = 20_000_000;

export interface Saving {
  readonly entry: Entry;
  readonly shadow: Shadow;
}

export interface Marks {
  readonly pending: number;
  readonly low_water: number;
  readonly epoch: number | null;
  /** The server lost its newest part and not everything was sent again yet. */
  readonly resending: boolean;
  /** How many answered commands left this device before a backup held them. */
  readonly unbacked: number;
}

export interface Outbox {
  /** Resolves only when the disk has it. `make` seals for the number it is given and may be asked again. */
  readonly save: (make: (dseq: number) => Promise<Saving>) => Promise<Saving>;
  /** Whatever is not simply done, in order. */
  readonly open: () => Promise<readonly Entry[]>;
  readonly entry: (id: string) => Promise<Entry | undefined>;
  readonly shadows: () => Promise<readonly Shadow[]>;
  /** The same under another data key; one that is gone meanwhile stays away. */
  readonly rebox: (boxes: ReadonlyMap<string, Box>) => Promise<void>;
  readonly pending: (device: string) => Promise<readonly Entry[]>;
  readonly marks: (device: string) => Promise<Marks>;
  /** All of it in one transaction; repeating it changes nothing. Answers asked for in another epoch count for nothing. */
  readonly acknowledge: (acks: readonly Ack[], epoch: number | null, now: number) => Promise<void>;
  /** Let go of what a backup of this epoch holds, and of what is too old or too much. */
  readonly prune: (backupSeq: number, now: number) => Promise<void>;
  readonly stick: (id: string, code: string) => Promise<void>;
  /** Try once more what the server could not take. */
  readonly unstick: (id: string) => Promise<void>;
  /** The person has read why it was held; it is in the server's custody. False when it is not held. */
  readonly settle: (id: string) => Promise<boolean>;
  /** The log has a new epoch: send again all that is still here. The very first epoch is only remembered. */
  readonly resend: (epoch: number) => Promise<void>;
  readonly resent: () => Promise<void>;
  /** A device that was a copy has a name of its own: what it holds is that one's. */
  readonly adopt: (from: string, to: string) => Promise<void>;
  /** Delete the shadows of a person's commands whose effect that person's feed has brought. */
  readonly covered: (person: string, reached: number) => Promise<void>;
  /** A person's data key is gone: what it could open goes too. Sealed rows stay. */
  readonly dropShadows: (person: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export const openOutbox = (tag: string): Outbox => {
  const db = openDatabase<OutboxSchema>(`f727-${tag}-outbox`, 1, (open) => {
    const rows = open.createObjectStore("row", { keyPath: "dseq" });
    rows.createIndex("id", "id", { unique: true });
    rows.createIndex("state", "state");
    open.createObjectStore("overlay", { keyPath: "id" });
    open.createObjectStore("mark");
  });
  const write = <T>(work: (tx: Write) => Promise<T>): Promise<T> =>
    db.use(async (open) => {
      const tx = open.transaction(["row", "overlay", "mark"], "readwrite", { durability: "strict" });
      const undo = (error: unknown): never => {
        try {
          tx.abort();
        } catch {
          // It is over already: a full disk ends it by itself.
        }
        throw error;
      };
      const [answer] = await Promise.all([work(tx).catch(undo), tx.done]);
      return answer;
    });
  let last: Promise<unknown> = Promise.resolve();

  const save = async (make: (dseq: number) => Promise<Saving>): Promise<Saving> => {
    for (;;) {
      const dseq = (await db.use((open) => open.get("mark", "next"))) ?? 1;
      const saving = await make(dseq);
      if (await write((tx) => add(tx, dseq, saving))) return saving;
    }
  };
  return {
    save: (make) => {
      const next = last.then(
        () => save(make),
        () => save(make),
      );
      last = next;
      return next;
    },
    open: async () => {
      const states = ["saved", "held", "stuck"] as const;
      const found = await db.use((open) =>
        Promise.all(states.map((state) => open.getAllFromIndex("row", "state", state))),
      );
      return found.flat().sort((one, other) => one.dseq - other.dseq);
    },
    entry: (id) => db.use((open) => open.getFromIndex("row", "id", id)),
    shadows: () => db.use((open) => open.getAll("overlay")),
    rebox: (boxes) =>
      write(async (tx) => {
        const shadows = tx.objectStore("overlay");
        for (const [id, box] of boxes) {
          const shadow = await shadows.get(id);
          if (shadow !== undefined) await shadows.put({ ...shadow, box });
        }
      }),
    pending: async (device) => {
      const saved = await db.use((open) => open.getAllFromIndex("row", "state", "saved"));
      return saved.filter((entry) => entry.device === device);
    },
    marks: (device) => db.use((open) => readMarks(open.transaction(["row", "mark"]), device)),
    acknowledge: (acks, epoch, now) =>
      write(async (tx) => {
        const current = (await tx.objectStore("mark").get("epoch")) ?? null;
        if (current !== epoch) return;
        for (const ack of acks) await answer(tx, ack, now);
      }),
    prune: (backupSeq, now) => write((tx) => prune(tx, backupSeq, now)),
    stick: (id, code) => write((tx) => restate(tx, id, "saved", "stuck", code)),
    unstick: (id) => write((tx) => restate(tx, id, "stuck", "saved", null)),
    settle: (id) => write((tx) => settle(tx, id)),
    resend: (epoch) => write((tx) => resend(tx, epoch)),
    resent: () => write(async (tx) => void (await tx.objectStore("mark").put(0, "resending"))),
    adopt: (from, device) =>
      write(async (tx) => {
        const rows = tx.objectStore("row");
        const own = (await rows.getAll()).filter((entry) => entry.device === from);
        await Promise.all(own.map((entry) => rows.put({ ...entry, device })));
      }),
    covered: (person, reached) => write((tx) => drop(tx, (it) => it.person === person && isCovered(it, reached))),
    dropShadows: (person) => write((tx) => drop(tx, (it) => it.person === person)),
    close: db.close,
  };
};

/** The server's rows say it by themselves now. */
export const isCovered = ({ acked, seq }: Shadow, reached: number): boolean =>
  acked && (seq === null || seq <= reached);

/** Compare and set: false when another tab took this number meanwhile. */
const add = async (tx: Write, dseq: number, { entry, shadow }: Saving): Promise<boolean> => {
  const marks = tx.objectStore("mark");
  if (((await marks.get("next")) ?? 1) !== dseq) return false;
  await Promise.all([
    tx.objectStore("row").add(entry),
    tx.objectStore("overlay").add(shadow),
    marks.put(dseq + 1, "next"),
  ]);
  return true;
};

type Read = IDBPTransaction<OutboxSchema, ("mark" | "row")[], "readonly">;

const readMarks = async (tx: Read, device: string): Promise<Marks> => {
  const rows = tx.objectStore("row");
  const marks = tx.objectStore("mark");
  const [saved, first, next, epoch, resending, unbacked] = await Promise.all([
    rows.index("state").getAll("saved"),
    rows.openCursor(),
    marks.get("next"),
    marks.get("epoch"),
    marks.get("resending"),
    marks.get("unbacked"),
  ]);
  return {
    pending: saved.filter((entry) => entry.device === device).length,
    low_water: (first?.value.dseq ?? next ?? 1) - 1,
    epoch: epoch ?? null,
    resending: resending === 1,
    unbacked: unbacked ?? 0,
  };
};

const answer = async (tx: Write, ack: Ack, now: number): Promise<void> => {
  if (ack.r === "retry") return;
  const rows = tx.objectStore("row");
  const entry = await rows.index("id").get(ack.id);
  if (entry === undefined || (entry.state !== "saved" && entry.state !== "stuck")) return;
  const state = ack.r === "held" ? "held" : "done";
  const seq = ack.seq ?? null;
  await rows.put({ ...entry, state, seq, code: ack.code ?? null, acked_at: now });
  if (state === "held") return;
  const shadow = await tx.objectStore("overlay").get(ack.id);
  if (shadow === undefined) return;
  await tx.objectStore("overlay").put({ ...shadow, acked: true, seq });
};

const prune = async (tx: Write, backupSeq: number, now: number): Promise<void> => {
  const rows = tx.objectStore("row");
  const [done, held] = await Promise.all([rows.index("state").getAll("done"), rows.index("state").getAll("held")]);
  const answered = [...done, ...held.filter((entry) => entry.settled)];
  const backed = answered.filter((entry) => entry.seq === null || entry.seq <= backupSeq);
  const pushed = pushedOut(
    answered.filter((entry) => !backed.includes(entry)),
    now,
  );
  await Promise.all([...backed, ...pushed].map((entry) => rows.delete(entry.dseq)));
  if (pushed.length === 0) return;
  const marks = tx.objectStore("mark");
  await marks.put(((await marks.get("unbacked")) ?? 0) + pushed.length, "unbacked");
};

/** What leaves although no backup holds it: older than 14 days, then the oldest beyond 20 MB. */
export const pushedOut = (kept: readonly Entry[], now: number): readonly Entry[] => {
  const newest = [...kept].sort((one, other) => other.dseq - one.dseq);
  let bytes = 0;
  return newest.filter((entry) => {
    bytes += entry.wire.length;
    return bytes > KEPT_BYTES || now - (entry.acked_at ?? now) > KEPT_MS;
  });
};

const restate = async (
  tx: Write,
  id: string,
  from: EntryState,
  state: EntryState,
  code: string | null,
): Promise<void> => {
  const rows = tx.objectStore("row");
  const entry = await rows.index("id").get(id);
  if (entry?.state === from) await rows.put({ ...entry, state, code });
};

const settle = async (tx: Write, id: string): Promise<boolean> => {
  const rows = tx.objectStore("row");
  const entry = await rows.index("id").get(id);
  if (entry?.state !== "held") return false;
  await Promise.all([rows.put({ ...entry, settled: true }), tx.objectStore("overlay").delete(id)]);
  return true;
};

const resend = async (tx: Write, epoch: number): Promise<void> => {
  const marks = tx.objectStore("mark");
  const before = await marks.get("epoch");
  if (before === epoch) return;
  await marks.put(epoch, "epoch");
  if (before === undefined) return;
  await marks.put(1, "resending");
  const rows = tx.objectStore("row");
  for (const entry of await rows.getAll()) {
    if (entry.state !== "done" && entry.state !== "held") continue;
    await rows.put({ ...entry, state: "saved", code: null, seq: null, acked_at: null, settled: false });
    const shadow = await tx.objectStore("overlay").get(entry.id);
    if (shadow === undefined) continue;
    await tx.objectStore("overlay").put({ ...shadow, acked: false, seq: null });
  }
};

const drop = async (tx: Write, gone: (shadow: Shadow) => boolean): Promise<void> => {
  const shadows = tx.objectStore("overlay");
  const found = (await shadows.getAll()).filter(gone);
  await Promise.all(found.map((shadow) => shadows.delete(shadow.id)));
};
