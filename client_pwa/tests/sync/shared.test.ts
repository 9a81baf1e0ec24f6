/** One phone, two people in turn: what the first one saved still goes, and the second reads nothing of it. */
import { describe, expect, it } from "vitest";
import { handOver } from "../../src/sync/client";
import { until } from "./clock";
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
