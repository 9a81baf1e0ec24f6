/**
 * A desk keeps its rows in memory, but what it must not forget when it is opened without its server: who is on which
 * team and how to reach them, which calls are open, who is on them, and what alarms stand. That lies sealed on its disk
 * for as long as a shift may last. Where exactly a call or somebody in trouble is, and what was said, never does.
 */
import type { Call, Help } from "../../../schema";
import type { HomeDatabase } from "../../device";
import type { Box, Locker } from "../../locker";
import { type Keeper, type Kept, NOTHING, type Row, rowKey } from "../../replica";

/** The lease: the longest anybody may work without the server. */
const LEASE = 12 * 3_600_000;
/** So often it is noted that the server still says so. */
const NOTED = 5 * 60_000;

const KEPT: ReadonlySet<string> = new Set(["unit", "call", "assignment", "alarm", "help"]);

const OF_CALLS: readonly (keyof Call)[] = [
  ...(["place", "callback", "said", "access_note", "taken_by"] as const),
  ...(["other_places", "other_words", "place_notes"] as const),
];
const OF_HELPS: readonly (keyof Help)[] = ["position"];

/** What a row of this type leaves in memory. */
const UNKEPT: Readonly<Record<string, readonly string[]>> = { call: OF_CALLS, help: OF_HELPS };

/** The row as it may lie on a desk's disk. */
const bare = (row: Row): Row => {
  const unkept = UNKEPT[row.t];
  if (unkept === undefined) return row;
  const without = (d: Row["seen"][number]["d"]) =>
    Object.fromEntries(Object.entries(d).filter(([name]) => !unkept.includes(name)));
  return { ...row, seen: row.seen.map((sight) => ({ ...sight, d: without(sight.d) })) };
};

interface Found {
  /** When the server last said so, by this device's clock. */
  readonly at: number;
  readonly rows: readonly Row[];
}

/** What a desk of this person has on this disk. */
const openDesk = (db: HomeDatabase, locker: Locker, person: string) => {
  const start = `${person}|desk|`;
  const all = IDBKeyRange.bound(start, `${start}\uffff`);
  const noted = `${start}at`;
  return {
    drop: () => db.use((open) => open.delete("replica", all)),
    read: async (): Promise<Found | null> => {
      const [keys, boxes] = await db.use((open) => {
        const { store } = open.transaction("replica");
        return Promise.all([store.getAllKeys(all), store.getAll(all)]);
      });
      const opened = await Promise.all(boxes.map((box, n) => locker.open("desk", keys[n] ?? "", box)));
      const at = opened[keys.indexOf(noted)];
      if (typeof at !== "number") return null;
      return { at, rows: opened.filter((one): one is Row => typeof one === "object" && one !== null) };
    },
    write: async (at: number, rows: readonly (readonly [string, Row | undefined])[]): Promise<void> => {
      const sealed = ([key, what]: readonly [string, unknown]): Promise<readonly [string, Box | null]> =>
        what === undefined
          ? Promise.resolve([key, null])
          : locker.seal("desk", key, what).then((box) => [key, box] as const);
      const named = rows.map(([key, row]) => [start + key, row === undefined ? undefined : bare(row)] as const);
      const boxes = await Promise.all([...named, [noted, at] as const].map(sealed));
      await db.use(async (open) => {
        const { store, done } = open.transaction("replica", "readwrite");
        const work = boxes.map(([key, box]) => (box === null ? store.delete(key) : store.put(box, key)));
        await Promise.all([...work, done]);
      });
    },
  };
};

/** Where a desk keeps its rows, and when it last heard what it begins with; null where it begins with nothing. */
export const deskKeeper = async (
  db: HomeDatabase,
  locker: Locker,
  person: string,
  now: () => number,
): Promise<Keeper & { readonly heard_at: number | null }> => {
  const disk = openDesk(db, locker, person);
  const found = await disk.read().catch(() => null);
  const isOld = found !== null && Math.abs(now() - found.at) >= LEASE;
  if (isOld || found === null) await disk.drop().catch(() => undefined);
  const begun = isOld ? null : found;
  const rows = new Map((begun?.rows ?? []).map((row) => [rowKey(row.t, row.id), row]));
  let kept: Kept = { ...NOTHING, rows };
  let noted = begun?.at ?? 0;
  return {
    heard_at: begun?.at ?? null,
    load: async () => kept,
    commit: async (on, position, turned) => {
      if (kept.position.cur !== on) return false;
      kept = { position, rows: turned.rows };
      const news = [...turned.changed].filter((key) => KEPT.has(key.slice(0, key.indexOf("|"))));
      if (turned.rows.size === 0) await disk.drop().catch(() => undefined);
      else if (news.length > 0 || Math.abs(now() - noted) > NOTED) {
        noted = now();
        // What is not on the disk is only missing at a start without the server.
        await disk
          .write(
            noted,
            news.map((key) => [key, turned.rows.get(key)] as const),
          )
          .catch(() => undefined);
      }
      return true;
    },
  };
};
