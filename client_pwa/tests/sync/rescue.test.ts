/** The last resort: what is not sent as a file, and one more try for what the server could not take. */
import { describe, expect, it } from "vitest";
import { sendAgain, unsentFile } from "../../src/sync/later/rescue";
import { until } from "./clock";
import { newWorld } from "./world";

const DECLINE = { type: "assignment.decline", entity: "a1", args: { reason: "too_far", note: "CANARY" } } as const;

describe("the file of what is not sent", () => {
  it("has the very rows that are sent later, sealed, and nothing that was answered", async () => {
    const world = await newWorld();
    const session = await world.enrol();
    const client = await world.open({ session });
    const { id: sent } = await client.save(DECLINE);
    await until(world.clock, () => client.status.value.kind === "allSent");
    world.server.weather = "down";
    world.server.dropSockets();
    await client.save({ ...DECLINE, entity: "a2" });
    await client.save({ ...DECLINE, entity: "a3" });

    const file = await unsentFile(session.org.tag, session.device);

    expect(JSON.parse(file)).toMatchObject({ field727: "outbox", device: session.device });
    expect(file).not.toContain(sent);
    expect(file).not.toContain("CANARY");
    world.server.weather = "fine";
    world.wake("online");
    await until(world.clock, () => world.server.applied.length === 3);
    const bodies = world.server.bodies.join();
    for (const row of JSON.parse(file).cmds) {
      expect(bodies).toContain(JSON.stringify(row));
    }
  });
});

describe("what the server could not take", () => {
  it("stays on this device, and goes when the person tries again", async () => {
    const world = await newWorld();
    const session = await world.enrol();
    const client = await world.open({ session });
    world.server.refuseOver = 0;
    const { id } = await client.save(DECLINE);
    await until(world.clock, () => client.status.value.attention === 1);
    expect(client.waiting.value).toMatchObject([{ id, state: "held", stuck: true }]);
    expect(await unsentFile(session.org.tag, session.device)).toContain(id);

    world.server.refuseOver = 100;
    await sendAgain(session.org.tag, id, world.ports);

    await until(world.clock, () => world.server.applied.includes(id));
    await until(world.clock, () => client.status.value.attention === 0);
  });
});
