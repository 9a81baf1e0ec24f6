import { describe, expect, it } from "vitest";
import { currentSession, type SyncClient } from "../../src/sync/client";
import { until } from "./clock";
import { newWorld, type World } from "./world";

const CANARY = "CANARY-7f3a";

const DECLINE = { type: "assignment.decline", entity: "a1", args: { reason: "too_far" } } as const;

const settled = (world: World, client: SyncClient): Promise<void> =>
  until(world.clock, () => client.status.value.kind === "allSent" && client.status.value.live);

/** Every value of every database, as text: what a thief with the disk would search. */
const disk = async (): Promise<string> => {
  const names = await indexedDB.databases();
  const found: string[] = [];
  for (const { name } of names) {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open(name ?? "");
      request.onsuccess = () => resolve(request.result);
    });
    for (const store of db.objectStoreNames) {
      const all = db.transaction(store).objectStore(store).getAll();
      const keys = db.transaction(store).objectStore(store).getAllKeys();
      await new Promise((resolve) => {
        keys.onsuccess = resolve;
      });
      found.push(`${name}/${store}`, JSON.stringify(keys.result), legible(all.result));
    }
    db.close();
  }
  return found.join("\n");
};

const legible = (value: unknown): string => {
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString("latin1");
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer).toString("latin1");
  if (Array.isArray(value)) return value.map(legible).join("\n");
  if (typeof value === "object" && value !== null && !(value instanceof CryptoKey)) {
    return Object.values(value).map(legible).join("\n");
  }
  return String(value);
};

describe("on the disk", () => {
  it("nothing personal can be read, and a wipe leaves only sealed rows", async () => {
    const world = await newWorld();
    world.server.publish("call", "c1", { id: "c1", place: CANARY }, "person:p1");
    const client = await world.open();
    await settled(world, client);
    world.server.weather = "down";
    await client.save({ type: "call.erase", entity: "c1", args: { reason: CANARY } });
    await client.draft.keep("form", { note: CANARY });

    const before = await disk();
    expect(before).toContain("f727-k7ab2x/replica");
    expect(before).toContain("person:p1"); // the control: this search does find plain text
    expect(before).not.toContain("CANARY");
    await client.wipe();
    const after = await disk();
    expect(after).not.toContain("p1|call|c1");
    expect(after).not.toContain("p1|form");
    expect(after).toContain("call.erase");
    expect(await currentSession(world.ports)).toBeNull();
    expect(client.rows("call").value.size).toBe(0);
  });
});

describe("signing out", () => {
  it("keeps what is not sent, and it goes up with nobody signed in", async () => {
    const world = await newWorld();
    const client = await world.open();
    await settled(world, client);
    world.server.weather = "down";
    const { id } = await client.save(DECLINE);

    await client.leave();
    world.server.weather = "fine";
    world.server.hasSession = false;

    await until(world.clock, () => world.server.applied.includes(id));
    expect(await currentSession(world.ports)).toBeNull();
  });
});

describe("a person who is shut out", () => {
  it("loses what could be read here, not what was not sent", async () => {
    const world = await newWorld();
    world.server.publish("call", "c1", { id: "c1" }, "person:p1");
    const client = await world.open();
    await settled(world, client);
    world.server.weather = "down";
    world.server.dropSockets();
    await client.save(DECLINE);
    world.server.shutOut.add("p1");
    world.server.tokenIsDead = true;

    world.server.weather = "fine";

    await until(world.clock, () => client.rows("call").value.size === 0);
    await until(world.clock, () => world.server.applied.length === 1);
    expect(await disk()).not.toContain("p1|call|c1");
  });
});

describe("a desk", () => {
  it("has its commands on disk, and of a call no more than its codes, sealed", async () => {
    const world = await newWorld(["desk", "person:p1"]);
    const told = {
      number: "0001",
      area: "Northgate",
      place: CANARY,
      callback: CANARY,
      said: CANARY,
      access_note: CANARY,
      other_places: { c0: CANARY },
      other_words: { c0: CANARY },
    };
    world.server.publish("call", "c1", { id: "c1", ...told, taken_by: { h1: CANARY } }, "desk");
    world.server.publish("assignment", "a1", { id: "a1", call_id: "c1", unit_id: "u1", state: "on_scene" }, "desk");
    world.server.publish("help", "h1", { id: "h1", unit_id: "u1", position: { said: CANARY } }, "desk");
    const session = await world.enrol();
    const client = await world.open({ session, desk: true });
    await settled(world, client);
    expect(client.rows("call").value.get("c1")?.place).toBe(CANARY);
    world.server.weather = "down";
    await client.save({ type: "call.close", entity: "c1", args: {} });

    expect(await disk()).not.toContain("CANARY");
    const again = await world.open({ session, desk: true });
    expect(again.rows("call").value.get("c1")).toMatchObject({ id: "c1", number: "0001", area: "Northgate" });
    expect(JSON.stringify(again.rows("call").value.get("c1"))).not.toContain("CANARY");
    expect(again.rows("assignment").value.get("a1")?.state).toBe("on_scene");
    expect(again.status.value.waiting).toBe(1);
  });

  const HERON = { id: "u1", name: "Heron", phones: { p2: CANARY } };

  const atTheDesk = async () => {
    const world = await newWorld(["desk", "person:p1"]);
    world.server.publish("unit", "u1", HERON, "desk");
    const session = await world.enrol();
    const client = await world.open({ session, desk: true });
    await settled(world, client);
    const heard = client.status.value.heardAt ?? 0;
    world.server.weather = "down";
    const again = () => world.open({ session, desk: true });
    return { world, client, heard, again };
  };

  it("knows without its server who is on which team and how to reach them, and when it was told", async () => {
    const { heard, again } = await atTheDesk();

    const desk = await again();

    expect(desk.rows("unit").value.get("u1")?.phones).toEqual({ p2: CANARY });
    expect(Math.abs((desk.status.value.heardAt ?? 0) - heard)).toBeLessThanOrEqual(60_000);
    expect(desk.isTold.value).toBe(false);
    expect(await disk()).toContain("p1|desk|");
    expect(await disk()).not.toContain("CANARY");
  });

  it("lets the teams of its disk go for what the server says now", async () => {
    const { world, again } = await atTheDesk();
    world.server.weather = "fine";
    world.server.publish("unit", "u1", { ...HERON, phones: {} }, "desk");

    const desk = await again();
    await settled(world, desk);

    expect(desk.rows("unit").value.get("u1")?.phones).toEqual({});
    expect(desk.isTold.value).toBe(true);
  });

  it("forgets them after the longest shift, and when somebody signs out", async () => {
    const { client } = await atTheDesk();
    await client.leave();
    expect(await disk()).not.toContain("p1|desk|");

    const other = await atTheDesk();
    other.world.clock.jump(13 * 3_600_000);

    expect((await other.again()).rows("unit").value.size).toBe(0);
    expect(await disk()).not.toContain("p1|desk|");
  });
});
