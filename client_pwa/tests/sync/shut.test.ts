/** Who was shut out keeps nothing on a phone that others use, signed in or not; what they saved still goes. */
import { describe, expect, it } from "vitest";
import { openHome } from "../../src/sync/device";
import { TOKEN_MS } from "../../src/sync/engine";
import { forgetEnded } from "../../src/sync/later/leaving/ended";
import { openOutbox } from "../../src/sync/outbox";
import type { Ports } from "../../src/sync/ports";
import { until } from "./clock";
import { newWorld, type World } from "./world";

const TAG = "k7ab2x";
const MINUTE = 60_000;
const DECLINE = { type: "assignment.decline", entity: "a1", args: { reason: "too_far", note: "CANARY" } } as const;
const DRAFT = { note: "CANARY-knows-the-shelter" };

/** Whose keys, drafts and readable copies of what was saved lie here. */
const whose = async ({ ports }: World) => {
  const [home, outbox] = [openHome(TAG, ports.bytes), openOutbox(TAG)];
  const [keys, drafts] = await home.db.use((db) => Promise.all([db.getAllKeys("person"), db.getAllKeys("draft")]));
  const shadows = await outbox.shadows();
  await Promise.all([home.db.close(), outbox.close()]);
  return { keys, drafts: drafts.map((key) => key.split("|")[0]), shadows: shadows.map(({ person }) => person).sort() };
};

/** They typed something with no network, and left; with `saves`, saved something, too. */
const left = async (world: World, id: string, saves = false): Promise<void> => {
  world.server.person = id;
  const session = await world.enrol();
  world.server.weather = "down";
  const client = await world.open({ session });
  if (saves) await client.save({ ...DECLINE, entity: id });
  await client.draft.keep("form", DRAFT);
  await client.leave();
  world.server.weather = "fine";
};

/** Ana typed and saved something, and left; then Ben did the same, and is signed in. */
const shared = async () => {
  const world = await newWorld();
  world.server.judge = () => ({ r: "retry", code: "storage_full" });
  await left(world, "p1", true);
  world.server.person = "p2";
  const ben = await world.open();
  await ben.save({ ...DECLINE, entity: "p2" });
  await ben.draft.keep("form", DRAFT);
  // Ben's token, one that hands over what Ana saved, and one by which she was asked about.
  await until(world.clock, () => ben.status.value.live && world.server.tokens >= 3);
  expect(await whose(world)).toEqual({ keys: ["p1", "p2"], drafts: ["p1", "p2"], shadows: ["p1", "p2"] });
  return { world, ben };
};

const sent = ({ server }: World) => [...new Set(server.received.map((row) => row.person))].sort();

describe("a phone that two people used", () => {
  it("and that is shut out keeps no key of either, and hands over what both had saved", async () => {
    const { world, ben } = await shared();

    world.server.shutOut.add(ben.session.device);
    world.server.dropSockets(4403);

    await until(world.clock, async () => (await whose(world)).keys.length === 0, "both keys are destroyed");
    expect(await whose(world)).toEqual({ keys: [], drafts: [], shadows: [] });
    world.server.judge = () => ({ r: "ok" });
    await until(world.clock, () => world.server.applied.length === 2);
    expect(sent(world)).toEqual(["p1", "p2"]);
    ben.close();
  });

  it("lets go of what is theirs of whom alone was shut out, while the other one works on", async () => {
    const { world, ben } = await shared();

    world.server.shutOut.add("p1");
    const tokens = world.server.tokens;
    world.clock.pass(TOKEN_MS);
    await until(world.clock, () => world.server.tokens > tokens);
    expect((await whose(world)).keys, "asked once an hour").toContain("p1");
    world.clock.pass(60 * MINUTE);

    await until(world.clock, async () => !(await whose(world)).keys.includes("p1"), "Ana's key is destroyed");
    expect(await whose(world)).toEqual({ keys: ["p2"], drafts: ["p2"], shadows: ["p2"] });
    expect(await ben.draft.load("form")).toEqual(DRAFT);
    expect(ben.status.value).toMatchObject({ waiting: 2, others: 1 });
    world.server.judge = () => ({ r: "ok" });
    await until(world.clock, () => world.server.applied.length === 2);
    expect(sent(world)).toEqual(["p1", "p2"]);
    ben.close();
  });
});

describe("a phone that nobody is signed in on, with nothing to send", () => {
  const bothLeft = async () => {
    const world = await newWorld();
    await left(world, "p1");
    await left(world, "p2");
    return world;
  };

  it.each([
    ["for fourteen days", true],
    ["after fourteen days", false],
  ])("lets go of what is theirs of who was shut out, %s", async (_when, takes) => {
    const world = await bothLeft();
    world.server.shutOut.add("p2");
    world.server.takesFromShutOut = takes;

    await forgetEnded(world.ports);

    expect(await whose(world)).toMatchObject({ keys: ["p1"], drafts: ["p1"] });
  });

  it.each(["down", "portal", "busy"] as const)("destroys nothing by what is no answer of the server: %s", async (w) => {
    const world = await bothLeft();
    world.server.shutOut.add("p1").add("p2");
    world.server.weather = w;

    await forgetEnded(world.ports);

    expect((await whose(world)).keys).toEqual(["p1", "p2"]);
    world.server.weather = "fine";
    await forgetEnded(world.ports);
    expect((await whose(world)).keys).toEqual([]);
  });

  it("asks the newest device they ever signed in on: who came back with a new code keeps what is theirs", async () => {
    const world = await bothLeft();
    world.server.shutOut.add(`${TAG}.d1`);
    world.clock.pass(1_000);
    await left(world, "p1");

    await forgetEnded(world.ports);

    expect(await whose(world)).toMatchObject({ keys: ["p1"], drafts: ["p1"] });
  });

  it("destroys nothing on the word of an older device while the newest one is not heard", async () => {
    const world = await bothLeft();
    world.server.shutOut.add(`${TAG}.d1`);
    world.clock.pass(1_000);
    await left(world, "p1");
    // A signature that came too late is answered as one of a device that nobody knows.
    const ports: Ports = {
      ...world.ports,
      fetch: (path, init) => {
        world.server.deviceIsUnknown = String(init.body).includes(`${TAG}.d2`);
        return world.server.fetch(path, init);
      },
    };

    await forgetEnded(ports);

    expect((await whose(world)).keys).toContain("p1");
  });

  it("destroys nothing of who signs in while the answer is on its way", async () => {
    const world = await newWorld();
    await left(world, "p1");
    world.server.shutOut.add(`${TAG}.d1`);
    world.server.shutOut.add(`${TAG}.d1`);
    let isBack = false;
    const ports: Ports = {
      ...world.ports,
      fetch: async (path, init) => {
        const answer = await world.server.fetch(path, init);
        if (!isBack && String(init.body).includes("nonce")) {
          isBack = true;
          await world.enrol();
        }
        return answer;
      },
    };

    await forgetEnded(ports);

    expect(isBack).toBe(true);
    expect((await whose(world)).keys).toEqual(["p1"]);
  });
});
