import { describe, expect, it } from "vitest";
import type { SyncClient } from "../../src/sync/client";
import { until } from "./clock";
import { newWorld, type World } from "./world";

const DECLINE = { type: "assignment.decline", entity: "a1", args: { reason: "too_far" } } as const;

const OFFERED = { id: "a1", state: "offered", ladder: [] };

/** Every state this device showed of the assignment, from now on. */
const statesSeen = (client: SyncClient): readonly string[] => {
  const seen: string[] = [];
  client.rows("assignment").subscribe((rows) => {
    const state = rows.get("a1")?.state;
    if (state !== undefined && state !== seen.at(-1)) seen.push(state);
  });
  return seen;
};

const refusedOffline = async (world: World): Promise<SyncClient> => {
  const client = await world.open();
  await until(world.clock, () => client.rows("assignment").value.has("a1"));
  world.server.weather = "down";
  world.server.dropSockets();
  await client.save(DECLINE);
  // Another phone of the team said yes meanwhile.
  world.server.judge = () => ({ r: "held", code: "conflict" });
  world.server.publish("assignment", "a1", { ...OFFERED, state: "accepted" }, "person:p1");
  return client;
};

describe("an intent that was refused", () => {
  it("stands on the attention list when held, is not shown as done, and leaves when read", async () => {
    const world = await newWorld();
    world.server.publish("assignment", "a1", OFFERED, "person:p1");
    const client = await world.open();
    world.server.judge = () => ({ r: "held", code: "conflict" });

    const { id } = await client.save(DECLINE);

    await until(world.clock, () => client.status.value.kind === "attention");
    expect(client.waiting.value).toMatchObject([{ id, state: "held", code: "conflict" }]);
    await until(world.clock, () => client.rows("assignment").value.get("a1")?.state === "offered");
    expect(await client.saying(id)).toEqual(DECLINE.args);
    await client.settle(id);
    expect(client.status.value.attention).toBe(0);
  });

  it("gives way to what is true, never to what was true before it", async () => {
    const world = await newWorld();
    world.server.publish("assignment", "a1", OFFERED, "person:p1");
    const client = await refusedOffline(world);
    const seen = statesSeen(client);

    world.server.weather = "fine";

    await until(world.clock, () => client.status.value.kind === "attention");
    await until(world.clock, () => client.rows("assignment").value.get("a1")?.state === "accepted");
    expect(seen).toEqual(["declined", "accepted"]);
  });
});
