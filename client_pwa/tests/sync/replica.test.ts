import { beforeEach, describe, expect, it } from "vitest";
import type { Page } from "../../src/schema";
import { openHome } from "../../src/sync/device";
import {
  diskKeeper,
  forget,
  isReset,
  NO_TABLES,
  openReplica,
  type Replica,
  type Rows,
  shown,
  type Tables,
  tabulate,
  turn,
} from "../../src/sync/replica";
import { deskKeeper } from "../../src/sync/later/desk/roster";
import { killAfter, newDisk, restart, seeded } from "./clock";
import { Feed } from "./feed";

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

const page = (given: Partial<Page>): Page => ({
  ...{ m: "page", prev: "c0", cur: "c1", puts: [], dels: [], add: [], drop: [], more: false },
  ...given,
});

const put = (id: string, ver: number, d: object, ...s: readonly string[]) => ({
  s,
  t: "call",
  id,
  ver,
  d: { id, ...d },
});

const view = (rows: Rows): Readonly<Record<string, unknown>> =>
  Object.fromEntries([...rows].map(([key, row]) => [key, shown(row)]).sort());

/** As a desk keeps rows, on a disk of its own. */
const inMemory = async () => {
  newDisk();
  const home = openHome("k7ab2x", random);
  return deskKeeper(home.db, await home.locker("p1"), "p1", () => 0);
};

const withRows = (...puts: Page["puts"]): Rows => turn(new Map(), page({ puts })).rows;

describe("a row", () => {
  it("stays while any scope holds it and goes with the last", () => {
    const rows = withRows(put("1", 1, {}, "desk", "unit:u"));

    const one = turn(rows, page({ drop: ["desk"] })).rows;
    const none = turn(one, page({ dels: [{ s: "unit:u", t: "call", id: "1" }] })).rows;

    expect(one.size).toBe(1);
    expect(none.size).toBe(0);
  });

  it("shows what all its scopes show, and no longer what a dropped one alone showed", () => {
    const rows = withRows(put("1", 1, { place: "Elm 5" }, "call:1"), put("1", 1, { area: "A" }, "desk"));
    expect(view(rows)).toEqual({ "call|1": { id: "1", place: "Elm 5", area: "A" } });

    const after = forget(rows, "call:1").rows;

    expect(view(after)).toEqual({ "call|1": { id: "1", area: "A" } });
  });

  it("keeps the higher version, whatever order they come in", () => {
    const rows = withRows(put("1", 9, { area: "new" }, "desk"));

    const after = turn(rows, page({ puts: [put("1", 3, { area: "old" }, "desk")] }));

    expect(view(after.rows)).toEqual({ "call|1": { id: "1", area: "new" } });
    expect(after.changed.size).toBe(0);
  });

  it("from before is gone when a page begins from nothing", () => {
    const rows = withRows(put("1", 1, {}, "desk"));

    expect(turn(rows, page({ prev: null })).rows.size).toBe(0);
  });
});

describe("tables", () => {
  it("stay the very same for a type that nothing happened to", () => {
    const change = turn(new Map(), page({ puts: [put("1", 1, {}, "desk")] }));

    const tables: Tables = tabulate(NO_TABLES, change);

    expect(tables.call.get("1")).toEqual({ id: "1" });
    expect(tables.unit).toBe(NO_TABLES.unit);
  });
});

const TYPES = ["call", "unit", "assignment"] as const;
const SCOPES = ["desk", "person:p1", "unit:u1", "call:c1"] as const;

const pick = <T>(chance: () => number, of: readonly T[]): T => {
  const found = of[Math.floor(chance() * of.length)];
  if (found === undefined) throw new Error("nothing to pick from");
  return found;
};

/** One random change set: rows shown, hidden, changed; sometimes a membership given or taken. */
const mutate = (feed: Feed, chance: () => number): void => {
  feed.change(() => {
    for (let n = 0; n <= chance() * 4; n++) {
      const [type, id, scope] = [pick(chance, TYPES), `r${Math.floor(chance() * 6)}`, pick(chance, SCOPES)];
      if (chance() < 0.25) feed.del(type, id, scope);
      else feed.put(type, id, { id, n: Math.floor(chance() * 1e6) }, ...holders(feed, type, id, scope));
    }
  });
  if (chance() < 0.2) feed.scopes = SCOPES.filter(() => chance() < 0.6);
};

/** A changed record moves its line in every scope that shows it. */
const holders = (feed: Feed, type: string, id: string, scope: string): readonly string[] => [
  scope,
  ...[...feed.lines.values()]
    .filter((line) => line.t === type && line.id === id && line.op === "put")
    .map((line) => line.scope),
];

/** Pull until there is no more. */
const catchUp = async (feed: Feed, replica: Replica, limit: number): Promise<void> => {
  for (let more = true; more; ) {
    const answer = feed.page(replica.kept().position.cur, limit);
    if (isReset(answer)) {
      await replica.reset(answer.scope);
      continue;
    }
    expect(await replica.apply(answer)).not.toBe("mismatch");
    more = answer.more;
  }
};

describe("any history", () => {
  it("leaves an old snapshot with its changes equal to a fresh snapshot", async () => {
    for (let seed = 1; seed <= 150; seed++) {
      const chance = seeded(seed);
      const feed = new Feed(["desk", "person:p1"]);
      const replica = await openReplica(await inMemory(), () => undefined);
      for (let n = 0; n < 40; n++) {
        mutate(feed, chance);
        if (chance() < 0.03) feed.epoch += 1;
        if (chance() < 0.6) continue;
        await catchUp(feed, replica, pick(chance, [1, 3, 500]));
        const fresh = Object.fromEntries([...feed.fresh()].sort());
        expect(view(replica.kept().rows), `seed ${seed}`).toEqual(fresh);
      }
    }
  });
});

const onDisk = async (person = "p1") => {
  const home = openHome("k7ab2x", random);
  const locker = await home.locker(person);
  const open = () => openReplica(diskKeeper(home.db, locker, person), () => undefined);
  return { home, open };
};

describe("a replica on disk", () => {
  beforeEach(newDisk);

  const first = page({ prev: null, cur: "c1", puts: [put("1", 1, {}, "desk")], head: 4 });

  it("is there after a restart, with its cursor", async () => {
    const { open } = await onDisk();
    await (await open()).apply(first);

    const again = (await open()).kept();

    expect(again.position).toEqual({ cur: "c1", reached: 4 });
    expect(view(again.rows)).toEqual({ "call|1": { id: "1" } });
  });

  it("takes a page only on top of the cursor it continues", async () => {
    const { open } = await onDisk();
    const replica = await open();

    expect(await replica.apply(page({ prev: "elsewhere", cur: "c9" }))).toBe("mismatch");
    expect(await replica.apply(first)).toBe("applied");
    expect(await replica.apply(page({ prev: "c0", cur: "c1" }))).toBe("same");
    expect(replica.kept().rows.size).toBe(1);
  });

  it("does not count a page as reached while more are to come", async () => {
    const { open } = await onDisk();
    const replica = await open();

    await replica.apply({ ...first, more: true });

    expect(replica.kept().position.reached).toBe(0);
  });

  it("goes on from where another tab already is", async () => {
    const { open } = await onDisk();
    const [one, two] = [await open(), await open()];
    await one.apply(first);

    expect(await two.apply(first)).toBe("mismatch");
    await two.reload();
    expect(await two.apply(page({ prev: "c1", cur: "c2", puts: [put("2", 2, {}, "desk")] }))).toBe("applied");
    expect(await one.apply(page({ prev: "c1", cur: "c2", puts: [put("2", 2, {}, "desk")] }))).toBe("same");
    expect(one.kept().rows.size).toBe(2);
  });

  it("keeps persons apart", async () => {
    await (await (await onDisk("p1")).open()).apply(first);

    const other = await (await onDisk("p2")).open();

    expect(other.kept().rows.size).toBe(0);
  });

  it("is read again from nothing when its key is another one", async () => {
    const { home, open } = await onDisk();
    await (await open()).apply(first);
    await home.db.use((db) => db.delete("person", "p1"));

    const replica = await (await onDisk()).open();

    expect(replica.kept().position).toEqual({ cur: null, reached: 0 });
    expect(await replica.apply(first)).toBe("applied");
  });

  it("has a page whole or not at all, wherever the app is killed", async () => {
    for (let kills = 0; kills < 3; kills++) {
      newDisk();
      const { home, open } = await onDisk();
      const replica = await open();
      await replica.apply(first);
      killAfter(kills);
      const pages = [2, 3].map((n) =>
        page({ prev: `c${n - 1}`, cur: `c${n}`, puts: [put(`${n}`, n, {}, "desk")], drop: n === 3 ? ["x"] : [] }),
      );
      for (const one of pages) await replica.apply(one).catch(() => undefined);
      restart();
      await home.db.close();

      const kept = (await (await onDisk()).open()).kept();

      expect(kept.position.cur).toBe(`c${1 + Math.min(kills, 2)}`);
      expect(kept.rows.size).toBe(1 + Math.min(kills, 2));
    }
  });
});
