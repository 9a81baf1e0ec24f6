/** One phone, two people in turn: what the first one saved still goes, and the second reads nothing of it. */
import { describe, expect, it, vi } from "vitest";
import { handOver } from "../../src/sync/client";
import { ofPerson, openHome } from "../../src/sync/device";
import { until } from "./clock";
import { again, isClient, locked, PIN } from "./locked";
import { newWorld, type World } from "./world";

const SECRET = "CANARY-knows-the-shelter";
const args = { reason: "too_far", note: SECRET } as const;
const DECLINE = { type: "assignment.decline", entity: "a1", args } as const;

/** Ana saved something that is not taken yet, and signed out. */
const leftUnsent = async (world: World): Promise<string> => {
  world.server.judge = () => ({ r: "retry", code: "storage_full" });
  const ana = await world.open();
  const { id } = await ana.save(DECLINE);
  await ana.draft.keep("form", { note: SECRET });
  await ana.leave();
  return id;
};

const nextPerson = (world: World, person = "p2") => {
  world.server.person = person;
  return world.open();
};

/** How many boxes of this person's lie here that the server could show again. */
const rowsHere = async (world: World, tag: string, person: string): Promise<number> => {
  const home = openHome(tag, world.ports.bytes);
  const rows = await home.db.use((db) => db.count("replica", ofPerson(person)));
  await home.db.close();
  return rows;
};

describe("a phone that somebody else signs in on before the first one left", () => {
  it("keeps nothing that the server showed the first, and all that they typed and saved", async () => {
    const world = await newWorld(["person:p1", "call:c1"]);
    world.server.feed.change(() => {
      world.server.feed.put("call", "c1", { id: "c1", number: "7", place: SECRET, version: 1 }, "call:c1");
    });
    world.server.judge = () => ({ r: "retry", code: "storage_full" });
    const ana = await world.open();
    const { tag } = ana.session.org;
    await until(world.clock, () => ana.rows("call").value.size > 0);
    const { id } = await ana.save(DECLINE);
    await ana.draft.keep("form", { note: SECRET });
    expect(await rowsHere(world, tag, "p1")).toBeGreaterThan(0);
    const reloads = vi.fn();
    vi.stubGlobal("location", { reload: reloads });

    const ben = await nextPerson(world);

    await until(world.clock, () => reloads.mock.calls.length > 0, "Ana's window begins anew, as Ben's");
    ana.close();
    expect(await rowsHere(world, tag, "p1")).toBe(0);
    expect(ben.status.value).toMatchObject({ others: 1 });
    ben.close();
    vi.unstubAllGlobals();
    const back = await nextPerson(world, "p1");
    expect(back.waiting.value).toMatchObject([{ id }]);
    expect(await back.saying(id)).toEqual(args);
    expect(await back.draft.load("form")).toEqual({ note: SECRET });
    back.close();
  });

  it("whose PIN it was, has no share of theirs, and nothing at hand for whoever holds it", async () => {
    const { world, session, client } = await locked();
    await until(world.clock, () => client.status.value.live);
    client.close();
    const home = openHome(session.org.tag, world.ports.bytes);
    const lockHere = async () => (await home.db.use((db) => db.get("person", "p1")))?.lock;
    expect(await lockHere()).toMatchObject({ share: expect.anything(), card: expect.anything() });

    const ben = await nextPerson(world);

    await until(world.clock, async () => (await lockHere())?.share === null);
    expect(await lockHere()).toMatchObject({ share: null, until: 0, card: null });
    ben.close();
    // Signed in again, the PIN opens what was typed.
    world.server.person = "p1";
    const ana = isClient(await again(world, await world.enrol()).open(PIN, false));
    expect(await ana.draft.load("form")).toMatchObject({ note: expect.stringContaining("CANARY") });
    ana.close();
    await home.db.close();
  });
});

describe("a phone that somebody left who opens by a PIN", () => {
  it("has no share of theirs while it keeps what they typed", async () => {
    const { world, session, client } = await locked();
    await until(world.clock, () => client.status.value.live);

    await client.leave();

    const home = openHome(session.org.tag, world.ports.bytes);
    const left = await home.db.use((db) => db.get("person", "p1"));
    expect(left?.lock, "their draft stays").toMatchObject({ share: null, until: 0, card: null });
    await home.db.close();
  });
});

describe("a phone that somebody else used before", () => {
  it("still sends what they saved, and says that it is not this person's", async () => {
    const world = await newWorld();
    const id = await leftUnsent(world);

    const ben = await nextPerson(world);
    await until(world.clock, () => ben.status.value.heardAt !== null);

    expect(ben.status.value).toMatchObject({ waiting: 1, others: 1, attention: 0 });
    expect(ben.waiting.value).toEqual([]);
    world.server.judge = () => ({ r: "ok" });
    await until(world.clock, () => world.server.applied.includes(id));
    await until(world.clock, () => ben.status.value.waiting === 0);
    expect(world.server.received.find((row) => row.id === id)?.person).toBe("p1");
  });

  it("reads nothing of it to this person, and forgets nothing for them", async () => {
    const world = await newWorld();
    const id = await leftUnsent(world);
    world.server.judge = () => ({ r: "held", code: "conflict" });
    const ben = await nextPerson(world);
    await until(world.clock, () => ben.status.value.waiting === 0);

    expect(await ben.saying(id)).toBeNull();
    expect(await ben.draft.load("form")).toBeUndefined();
    expect([...ben.rows("assignment").value.keys()]).toEqual([]);
    await ben.settle(id);
    expect(ben.status.value).toMatchObject({ kind: "allSent", attention: 0 });
    await ben.leave();

    const ana = await nextPerson(world, "p1");
    expect(ana.waiting.value).toMatchObject([{ id, state: "held", code: "conflict" }]);
    expect(await ana.saying(id)).toEqual(args);
    expect(await ana.draft.load("form")).toEqual({ note: SECRET });
    await ana.settle(id);
    expect(ana.status.value.attention).toBe(0);
  });

  it("sends what both saved, each under their own name", async () => {
    const world = await newWorld();
    const first = await leftUnsent(world);
    const ben = await nextPerson(world);
    const second = await ben.save({ ...DECLINE, entity: "a2" });
    expect(ben.waiting.value.map((each) => each.id)).toEqual([second.id]);

    world.server.judge = () => ({ r: "ok" });

    await until(world.clock, () => world.server.applied.length === 2);
    expect(world.server.received.map(({ id, person }) => [id, person])).toEqual(
      expect.arrayContaining([
        [first, "p1"],
        [second.id, "p2"],
      ]),
    );
  });

  it("sends it with nobody signed in", async () => {
    const world = await newWorld();
    const id = await leftUnsent(world);
    world.server.tokenIsDead = true;
    world.server.judge = () => ({ r: "ok" });

    await handOver(world.ports);

    await until(world.clock, () => world.server.applied.includes(id));
    expect(world.server.pulls.length).toBeLessThanOrEqual(1);
  });
});
