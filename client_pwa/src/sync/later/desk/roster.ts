/**
 * A desk keeps its rows in memory, but who is on which team and how to reach them: that lies sealed on its disk for as
 * long as a shift may last, so that a desk which opens without its server can still send a team by voice.
 */
import type { HomeDatabase } from "../../device";
import type { Locker } from "../../locker";
import { type Keeper, type Kept, NOTHING, type Row, type Rows, rowKey } from "../../replica";

/** The lease: the longest anybody may work without the server. */
const LEASE = 12 * 3_600_000;
/** So often it is noted that the server still says so. */
const NOTED = 5 * 60_000;

const UNIT = "unit|";

interface Roster {
  /** When the server last said so, by this device's clock. */
  readonly at: number;
  readonly rows: readonly Row[];
}

const unitsOf = (rows: Rows): readonly Row[] => [...rows.values()].filter((row) => row.t === "unit");

/** Where a desk keeps its rows, and when it last heard what it begins with; null where it begins with nothing. */
export const deskKeeper = async (
  db: HomeDatabase,
  locker: Locker,
  person: string,
  now: () => number,
): Promise<Keeper & { readonly heard_at: number | null }> => {
  const key = `${person}|roster`;
  const drop = (): Promise<void> => db.use((open) => open.delete("replica", key));
  const keep = async (roster: Roster): Promise<void> => {
    const box = await locker.seal("roster", key, roster);
    await db.use((open) => open.put("replica", box, key));
  };
  const found = async (): Promise<Roster | null> => {
    const box = await db.use((open) => open.get("replica", key));
    const roster = box === undefined ? undefined : ((await locker.open("roster", key, box)) as Roster | undefined);
    if (roster !== undefined && Math.abs(now() - roster.at) < LEASE) return roster;
    await drop();
    return null;
  };
  const roster = await found().catch(() => null);
  let kept: Kept = {
    ...NOTHING,
    rows: new Map((roster?.rows ?? []).map((row) => [rowKey(row.t, row.id), row])),
  };
  let noted = roster?.at ?? 0;
  return {
    heard_at: roster?.at ?? null,
    load: async () => kept,
    commit: async (on, position, { rows, changed }) => {
      if (kept.position.cur !== on) return false;
      kept = { position, rows };
      const isNews = [...changed].some((each) => each.startsWith(UNIT));
      if (isNews || Math.abs(now() - noted) > NOTED) {
        noted = now();
        const units = unitsOf(rows);
        // What is not on the disk is only missing at a start without the server.
        await (units.length === 0 ? drop() : keep({ at: noted, rows: units })).catch(() => undefined);
      }
      return true;
    },
  };
};
