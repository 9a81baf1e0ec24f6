/** Networks that hang, clocks that jump, disks that fail: what a phone does when the world around it misbehaves. */
import { openDB } from "idb";
import { describe, expect, it } from "vitest";
import { currentSession, handOver, type SyncClient } from "../../src/sync/client";
import { openHome } from "../../src/sync/device";
import { TOKEN_MS } from "../../src/sync/engine";
import { KEPT_MS } from "../../src/sync/outbox";
import { breathe, until } from "./clock";
import { newWorld, type World } from "./world";

const DECLINE = { type: "assignment.decline", entity: "a1", args: { reason: "too_far" } } as const;
const DAY_MS = 24 * 60 * 60 * 1000;

const settled = (world: World, client: SyncClient): Promise<void> =>
  until(world.clock, () => client.status.value.kind === "allSent" && client.status.value.live);

/** So long virtual time may pass until it is so; a request is given up after 30 seconds. */
const within = async (world: World, ms: number, isSo: () => boolean): Promise<boolean> => {
  for (let passed = 0; passed < ms && !isSo(); passed += 100) {
    world.clock.pass(100);
    await breathe(12);
    // Cryptography, which has threads of its own, must not be outrun by virtual time.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return isSo();
};

describe("a request that hangs on a network that is gone", () => {
  it("does not hold up what a signed-out phone has to hand over, once there is a network again", async () => {
    const world = await newWorld();
    world.server.judge = () => ({ r: "retry", code: "storage_full" });
    const ana = await world.open();
    const { id } = await ana.save(DECLINE);
    await ana.leave();
    world.server.judge = () => ({ r: "ok" });
    world.server.weather = "hanging";
    world.server.tokenIsDead = true;
    await handOver(world.ports);
    await breathe();

    world.server.weather = "fine";
    world.wake("online");

    expect(await within(world, 20_000, () => world.server.applied.includes(id))).toBe(true);
  });

  it("is asked again at once by a phone in use", async () => {
    const world = await newWorld();
    const client = await world.open();
    await settled(world, client);
    world.server.weather = "hanging";
    await client.save(DECLINE);
    await breathe();
    expect(client.status.value.kind).toBe("sending");

    world.server.weather = "fine";
    world.wake("online");

    expect(await within(world, 20_000, () => world.server.applied.length === 1)).toBe(true);
  });
});

describe("a device that says it has no network", () => {
  it("believes no socket that nobody closed, and says so at once", async () => {
    const world = await newWorld();
    const client = await world.open();
    await settled(world, client);

    world.server.weather = "hanging";
    world.wake("offline");
    await breathe();

    expect(client.status.value.live).toBe(false);
  });

  it("is linked again at once to a server that answers all the same", async () => {
    const world = await newWorld();
    const client = await world.open();
    await settled(world, client);

    world.wake("offline");

    expect(client.status.value.live).toBe(false);
    expect(await within(world, 1000, () => client.status.value.live)).toBe(true);
  });
});

describe("a clock that jumps", () => {
  it.each([DAY_MS, -DAY_MS])("by %d ms is measured again, and what was saved goes", async (jump) => {
    const world = await newWorld();
    const client = await world.open();
    await settled(world, client);
    const greeted = world.server.hellos.length;

    world.clock.jump(jump);

    await until(world.clock, () => world.server.hellos.length > greeted);
    const told = world.server.hellos.at(-1)?.clock;
    expect((told?.wall ?? 0) - (told?.mono ?? 0)).toBe(world.clock.now() - world.clock.mono());
    await client.save(DECLINE);
    await until(world.clock, () => world.server.applied.length === 1);
  });

  it("back a day makes no word from dispatch younger than it is", async () => {
    const world = await newWorld();
    const client = await world.open();
    await settled(world, client);
    world.server.weather = "down";
    world.server.dropSockets();
    world.clock.pass(120_000);
    await breathe();

    world.clock.jump(-DAY_MS);
    world.clock.pass(30_000);
    await breathe();

    const { heardAt } = client.status.value;
    expect(client.now() - (heardAt ?? 0)).toBeGreaterThanOrEqual(140_000);
  });

  it("a month ahead lets nothing go that no backup holds", async () => {
    const world = await newWorld();
    const client = await world.open();
    await client.save(DECLINE);
    await settled(world, client);
    const greeted = world.server.hellos.length;

    world.clock.jump(2 * KEPT_MS);
    await until(world.clock, () => world.server.hellos.length > greeted);
    world.clock.pass(TOKEN_MS);
    await until(world.clock, () => world.server.hellos.length > greeted + 1);

    expect(world.server.hellos.at(-1)?.low_water).toBe(0);
    world.server.restore(0);
    world.server.tokenIsDead = true;
    world.server.dropSockets();
    await until(world.clock, () => world.server.applied.length === 1);
  });
});

describe("a server that was restored behind a token that still counts", () => {
  it("is noticed at the next page, and gets everything again", async () => {
    const world = await newWorld();
    world.server.sockets = false;
    const client = await world.open();
    await client.save(DECLINE);
    await until(world.clock, () => client.status.value.kind === "allSent");
    await until(world.clock, () => world.server.pulls.length > 2);

    world.server.restore(0);

    expect(await within(world, 60_000, () => world.server.applied.length === 1)).toBe(true);
  });
});

describe("a shut-out on a disk that fails", () => {
  it("is done as soon as the disk answers again", async () => {
    const world = await newWorld();
    world.server.publish("call", "c1", { id: "c1" }, "person:p1");
    const client = await world.open();
    await settled(world, client);
    const begin = IDBDatabase.prototype.transaction;
    let failures = 0;
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, stores, mode, options) {
      if (mode === "readwrite" && [stores].flat().includes("replica") && failures < 3) {
        failures += 1;
        throw new DOMException("the disk failed", "UnknownError");
      }
      return begin.call(this, stores, mode, options);
    };

    world.server.shutOut.add("p1");
    world.server.tokenIsDead = true;
    world.server.dropSockets();

    await until(world.clock, () => client.rows("call").value.size === 0);
    IDBDatabase.prototype.transaction = begin;
    expect(failures).toBe(3);
  });
});

describe("what lies here", () => {
  it("is told to the server once an hour, and a scope that it doubts is read anew", async () => {
    const world = await newWorld();
    world.server.sockets = false;
    world.server.publish("unit", "u1", { id: "u1", name: "One" }, "person:p1");
    const client = await world.open();
    await until(world.clock, () => client.rows("unit").value.has("u1"));
    expect(world.server.hellos.every(({ have }) => have?.length === 0)).toBe(true);

    for (let n = 0; n < 8; n++) {
      const greeted = world.server.hellos.length;
      world.clock.pass(TOKEN_MS - 1_000);
      await until(world.clock, () => world.server.hellos.length > greeted);
    }

    const told = world.server.hellos.filter(({ have }) => have?.length !== 0);
    expect(told).toHaveLength(1);
    expect(told[0]?.have).toEqual([["person:p1", 1, expect.stringMatching(/^[0-9a-f]{16}$/)]]);
    const pulls = world.server.pulls.length;
    world.server.doubts = "person:p1";
    await until(world.clock, () => world.server.pulls.length > pulls + 1 && client.rows("unit").value.has("u1"));
    expect(world.server.pulls).toContain(JSON.stringify({ e: 1, s: { directory: 1 } }));
  });
});

describe("a phone that is full", () => {
  it("saves into the room that was kept, says so, and gives up nothing that is not sent", async () => {
    const world = await newWorld();
    const session = await world.enrol();
    world.server.weather = "down";
    const client = await world.open({ session });
    await client.save(DECLINE);
    const home = openHome(session.org.tag, world.ports.bytes);
    const hasRoom = async () => (await home.db.use((open) => open.getKey("blob", "room"))) !== undefined;
    await until(world.clock, hasRoom);
    expect(client.status.value.full).toBe(false);
    const begin = IDBDatabase.prototype.transaction;
    let isFull = true;
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, stores, mode, options) {
      const saves = mode === "readwrite" && [stores].flat().includes("row");
      if (saves && isFull) throw new DOMException("no room", "QuotaExceededError");
      if (mode === "readwrite" && [stores].flat().includes("blob")) isFull = false;
      return begin.call(this, stores, mode, options);
    };

    await client.save({ ...DECLINE, entity: "a2" });

    IDBDatabase.prototype.transaction = begin;
    expect(client.status.value).toMatchObject({ full: true, waiting: 2 });
    expect(await hasRoom()).toBe(false);
    const again = await world.open({ session });
    await until(world.clock, hasRoom);
    await until(world.clock, () => again.status.value.full === false);
  });
});

describe("an app left open while a newer one takes over its database", () => {
  it("still saves and sends, and says that it is too old to get news", async () => {
    const world = await newWorld();
    const client = await world.open();
    await settled(world, client);
    expect(client.status.value.upgrade).toBe(false);

    const newer = await openDB(`f727-${client.session.org.tag}`, 2);
    const { id } = await client.save(DECLINE);

    await until(world.clock, () => world.server.applied.includes(id));
    expect(client.status.value.upgrade).toBe(true);
    newer.close();
  });
});

describe("a copy of a device", () => {
  it("becomes one of its own, sends what it held under that name, and opens as it from then on", async () => {
    const world = await newWorld();
    const session = await world.enrol();
    world.server.weather = "down";
    const client = await world.open({ session });
    const { id } = await client.save(DECLINE);
    world.server.judge = () => ({ r: "retry", code: "storage_full" });
    world.server.copy = session.device;
    const own = `${session.device}-2`;

    world.server.weather = "fine";
    world.wake("online");
    await until(world.clock, () => world.server.hellos.some(({ device }) => device === own), "its own name");
    world.server.judge = () => ({ r: "ok" });

    await until(world.clock, () => world.server.applied.includes(id), "what it held");
    expect(world.server.applied).toEqual([id]);
    await until(world.clock, async () => (await currentSession(world.ports))?.device === own, "its session");
    const next = await currentSession(world.ports);
    const again = await world.open(next === null ? {} : { session: next });
    await until(world.clock, () => again.status.value.live, "the next start");
    expect(again.status.value.waiting).toBe(0);
    expect(world.server.hellos.at(-1)?.device).toBe(own);
  });
});
