/**
 * What the server showed this person: rows, each with the scopes that hold it, and how far they reach.
 *
 * `turn` and `forget` are pure. A page's rows and its cursor are stored in one transaction, and only on top of the
 * cursor the page continues; a row goes when no scope holds it any more. Losing all of this loses nothing: it is read
 * again. The outbox is not touched from here.
 */
import type { Page, RecordTypes, Reset } from "../schema";
import type { Applied } from "./events";
import { type HomeDatabase, ofPerson, type Position } from "./device";
import type { Box, Locker } from "./locker";

/** One projection of a record, and the scopes that were shown it. */
export interface Sight {
  readonly scopes: readonly string[];
  readonly ver: number;
  readonly d: Readonly<Record<string, unknown>>;
}

export interface Row {
  readonly t: string;
  readonly id: string;
  readonly seen: readonly Sight[];
}

/** By `type|id`. */
export type Rows = ReadonlyMap<string, Row>;

export interface Turn {
  readonly rows: Rows;
  readonly changed: ReadonlySet<string>;
}

export const rowKey = (type: string, id: string): string => `${type}|${id}`;

/** The record as all its scopes together show it; where they differ the newer one counts. */
export const shown = (row: Row): Readonly<Record<string, unknown>> =>
  Object.assign({}, ...[...row.seen].sort((one, other) => one.ver - other.ver).map((sight) => sight.d));

/** What a pull may answer instead of a page. */
export const isReset = (answer: Page | Reset): answer is Reset => answer.m === "reset";

const without = (seen: readonly Sight[], scopes: readonly string[]): readonly Sight[] =>
  seen
    .map((sight) => ({ ...sight, scopes: sight.scopes.filter((scope) => !scopes.includes(scope)) }))
    .filter((sight) => sight.scopes.length > 0);

const newest = (seen: readonly Sight[], scope: string): number =>
  seen.find((sight) => sight.scopes.includes(scope))?.ver ?? -1;

/** A change in the making: rows are copied once, and what was touched is remembered. */
const changing = (before: Rows) => {
  const rows = new Map(before);
  const changed = new Set<string>();
  const set = (key: string, row: Row): void => {
    changed.add(key);
    if (row.seen.length > 0) rows.set(key, row);
    else rows.delete(key);
  };
  return { rows, changed, set };
};

/** The rows after a page: dropped scopes first, then deletions, then what is shown. Repeating it changes nothing. */
export const turn = (before: Rows, page: Page): Turn => {
  const fresh = page.prev === null;
  const { rows, changed, set } = changing(fresh ? new Map() : before);
  if (fresh) for (const key of before.keys()) changed.add(key);
  for (const scope of page.drop) leave(rows, scope, set);
  for (const gone of page.dels) {
    const key = rowKey(gone.t, gone.id);
    const row = rows.get(key);
    if (row !== undefined) set(key, { ...row, seen: without(row.seen, [gone.s]) });
  }
  for (const put of page.puts) {
    const key = rowKey(put.t, put.id);
    const seen = rows.get(key)?.seen ?? [];
    const scopes = put.s.filter((scope) => newest(seen, scope) <= put.ver);
    if (scopes.length === 0) continue;
    const sight: Sight = { scopes, ver: put.ver, d: put.d };
    set(key, { t: put.t, id: put.id, seen: [...without(seen, scopes), sight] });
  }
  return { rows, changed };
};

/** The rows without one scope, or without any (`*`). */
export const forget = (before: Rows, scope: string): Turn => {
  if (scope === "*") return { rows: new Map(), changed: new Set(before.keys()) };
  const { rows, changed, set } = changing(before);
  leave(rows, scope, set);
  return { rows, changed };
};

const leave = (rows: Rows, scope: string, set: (key: string, row: Row) => void): void => {
  for (const [key, row] of [...rows]) {
    if (newest(row.seen, scope) >= 0) set(key, { ...row, seen: without(row.seen, [scope]) });
  }
};

/** Records by id, for each type. */
export type Tables = { readonly [K in keyof RecordTypes]: ReadonlyMap<string, RecordTypes[K]> };

export const NO_TABLES: Tables = {
  call: new Map(),
  assignment: new Map(),
  unit: new Map(),
  alarm: new Map(),
  help: new Map(),
  help_policy: new Map(),
  taxonomy: new Map(),
  cards: new Map(),
  wording: new Map(),
  handoff: new Map(),
  backup: new Map(),
  roll: new Map(),
  device: new Map(),
  encounter: new Map(),
  referral: new Map(),
  review: new Map(),
  consult: new Map(),
  held: new Map(),
  directory: new Map(),
  mediation: new Map(),
  callout: new Map(),
  coming: new Map(),
  duty: new Map(),
};

/** The tables after a turn; a type that nothing happened to keeps the very same table. */
export const tabulate = (before: Tables, { rows, changed }: Turn): Tables => {
  const after = new Map<string, Map<string, unknown>>();
  for (const key of changed) {
    const cut = key.indexOf("|");
    const type = key.slice(0, cut);
    if (!(type in before)) continue;
    const table = after.get(type) ?? new Map<string, unknown>(before[type as keyof Tables]);
    after.set(type, table);
    const row = rows.get(key);
    if (row === undefined) table.delete(key.slice(cut + 1));
    else table.set(row.id, shown(row));
  }
  // The server generated both its rows and these types from the same place; this is where the two meet.
  return { ...before, ...(Object.fromEntries(after) as Partial<Tables>) };
};

/** What a store holds for one person. */
export interface Kept {
  readonly position: Position;
  readonly rows: Rows;
}

/** Where rows are kept: encrypted on the disk of a phone; of a desk most in memory only (`later/desk/roster`). */
export interface Keeper {
  readonly load: () => Promise<Kept>;
  /** One transaction; false, and nothing changed, when the stored cursor is not `on`. */
  readonly commit: (on: string | null, position: Position, turned: Turn) => Promise<boolean>;
}

/** The version of stored rows this app understands; told in hello. */
export const SCHEMA = 1;

export const NOTHING: Kept = { position: { cur: null, reached: 0 }, rows: new Map() };

/** Of what was shown only what is at hand: nothing that was saved counts as seen in a feed that is read anew. */
export const REDUCED: Position = { cur: null, reached: 1 };

/** Where a phone keeps rows: one box each, under the person's data key. */
export const diskKeeper = (db: HomeDatabase, locker: Locker, person: string): Keeper => {
  const load = async (): Promise<Kept> => {
    const [position, keys, boxes] = await db.use((open) => {
      const tx = open.transaction(["replica", "position"]);
      const rows = tx.objectStore("replica");
      const mine = ofPerson(person);
      const stored = tx.objectStore("position").get(person);
      return Promise.all([stored, rows.getAllKeys(mine), rows.getAll(mine)]);
    });
    if (position === undefined) return NOTHING;
    const opened = await Promise.all(boxes.map((box, index) => locker.open("replica", keys[index] ?? "", box)));
    const rows = opened.filter((row): row is Row => row !== undefined);
    if (rows.length === boxes.length && (position.schema ?? 1) === SCHEMA) {
      const { cur, reached } = position;
      return { position: { cur, reached }, rows: new Map(rows.map((row) => [rowKey(row.t, row.id), row])) };
    }
    // Made with another key, or by an app that understood other rows: nothing here can be shown, read it all again.
    await store(
      db,
      person,
      position.cur,
      NOTHING.position,
      keys.map((key) => [key, null]),
    );
    return NOTHING;
  };
  const commit = async (on: string | null, position: Position, turned: Turn): Promise<boolean> => {
    const boxes = await Promise.all(
      [...turned.changed].map(async (key): Promise<readonly [string, Box | null]> => {
        const row = turned.rows.get(key);
        const full = `${person}|${key}`;
        return [full, row === undefined ? null : await locker.seal("replica", full, row)];
      }),
    );
    return store(db, person, on, position, boxes);
  };
  return { load, commit };
};

const store = (
  db: HomeDatabase,
  person: string,
  on: string | null,
  position: Position,
  boxes: readonly (readonly [string, Box | null])[],
): Promise<boolean> =>
  db.use(async (open) => {
    const tx = open.transaction(["replica", "position"], "readwrite", { durability: "strict" });
    const stored = await tx.objectStore("position").get(person);
    const mine = (stored?.cur ?? null) === on;
    const rows = tx.objectStore("replica");
    const write = ([key, box]: readonly [string, Box | null]) => (box === null ? rows.delete(key) : rows.put(box, key));
    const work = mine
      ? [...boxes.map(write), tx.objectStore("position").put({ ...position, schema: SCHEMA }, person)]
      : [];
    await Promise.all([...work, tx.done]);
    return mine;
  });

export interface Replica {
  readonly kept: () => Kept;
  /** `same`: already here. `mismatch`: it continues something else; pull from `kept().position.cur`. */
  readonly apply: (page: Page) => Promise<Applied>;
  /** Forget a scope, and go on from this cursor; without one, from the beginning. */
  readonly reset: (scope: string, cur?: string | null) => Promise<void>;
  /** Keep these in the place of what was read up to `cur`, unless it was read on meanwhile; the next page is whole. */
  readonly reduce: (cur: string, rows: Rows) => Promise<void>;
  /** Another tab moved on: read again what is stored. */
  readonly reload: () => Promise<void>;
}

/** Everything that was read up to this page is complete, so no smaller number is still to come. */
const reachedBy = (before: number, page: Page): number =>
  page.more ? before : Math.max(before, page.head ?? 0, ...page.puts.map((put) => put.ver));

/** Open what a keeper holds. `turned` hears of every change, the first load included. */
export const openReplica = async (
  keeper: Keeper,
  turned: (change: Turn, position: Position) => void,
): Promise<Replica> => {
  let kept = NOTHING;
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next;
    return next;
  };
  const become = (next: Kept, changed: ReadonlySet<string>): void => {
    kept = next;
    turned({ rows: next.rows, changed }, next.position);
  };
  const reload = async (): Promise<void> => {
    const next = await keeper.load();
    become(next, new Set([...kept.rows.keys(), ...next.rows.keys()]));
  };
  const apply = async (page: Page): Promise<Applied> => {
    for (;;) {
      const { cur, reached } = kept.position;
      if (page.cur === cur && page.prev !== null) return "same";
      if (page.prev !== cur) return "mismatch";
      const change = turn(kept.rows, page);
      const position = { cur: page.cur, reached: reachedBy(reached, page) };
      if (await keeper.commit(cur, position, change)) {
        become({ position, rows: change.rows }, change.changed);
        return "applied";
      }
      await reload();
    }
  };
  const reset = async (scope: string, next: string | null): Promise<void> => {
    for (;;) {
      const { cur, reached } = kept.position;
      const change = forget(kept.rows, scope);
      const position = { cur: next, reached: scope === "*" ? 0 : reached };
      if (await keeper.commit(cur, position, change)) {
        become({ position, rows: change.rows }, change.changed);
        return;
      }
      await reload();
    }
  };
  const reduce = async (cur: string, rows: Rows): Promise<void> => {
    if (kept.position.cur !== cur) return;
    const changed = new Set([...kept.rows.keys(), ...rows.keys()]);
    if (await keeper.commit(cur, REDUCED, { rows, changed })) become({ position: REDUCED, rows }, changed);
    else await reload();
  };
  await reload();
  return {
    kept: () => kept,
    reduce: (cur, rows) => inTurn(() => reduce(cur, rows)),
    apply: (page) => inTurn(() => apply(page)),
    reset: (scope, cur = null) => inTurn(() => reset(scope, cur)),
    reload: () => inTurn(reload),
  };
};
