/** A phone without a PIN: how long it shows and keeps what it was shown, when it hears nothing more. */
import { describe, expect, it } from "vitest";
import type { SyncClient } from "../../src/sync/client";
import { openHome } from "../../src/sync/device";
import { breathe, until } from "./clock";
import { newWorld, type World } from "./world";

const SECRET = "CANARY-behind-the-bakery";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ON_IT = { call_id: "c1", unit_id: "u1" } as const;
const ARRIVED = { type: "assignment.stage", entity: "a1", args: { ...ON_IT, stage: "on_scene" } } as const;

const UNIT = {
  ...{ id: "u1", name: "Heron", status: "enroute", status_at: 0, shift_id: "s1", shift_started_at: 0, skills: [] },
  ...{ members: [{ person_id: "p1", name: "Ana", skills: [] }], version: 1 },
};
const GOING = { id: "a1", ...ON_IT, state: "enroute", outcome: "none", said_by: SECRET, ladder: [], version: 1 };

/** Ana on a shift and on the way to a call; the organization lets phones keep rows for two hours. */
const onTheWay = async () => {
  const world = await newWorld(["person:p1", "call:c1"]);
  world.server.keeps = (2 * HOUR) / 1000;
  world.server.feed.change(() => {
    world.server.feed.put("unit", "u1", UNIT, "person:p1");
    world.server.feed.put("assignment", "a1", GOING, "call:c1");
    world.server.feed.put("call", "c1", { id: "c1", number: "7", place: SECRET, version: 1 }, "call:c1");
    world.server.feed.put("encounter", "e1", { id: "e1", call_id: "c1", note: SECRET, version: 1 }, "call:c1");
  });
  const session = await world.enrol();
  const client = await world.open({ session });
  await until(world.clock, () => client.rows("call").value.size > 0 && client.status.value.live);
  await client.draft.keep("form", { note: "half typed" });
  return { world, session, client };
};

/** The network is gone: what comes over a socket, too. */
const cut = ({ server }: World): void => {
  server.weather = "down";
  server.dropSockets();
};

const place = (client: SyncClient) => client.rows("call").value.get("c1")?.place;

/** Everything that this client has of the server, as text. */
const all = (client: SyncClient): string =>
  JSON.stringify(
    (["call", "unit", "assignment", "encounter"] as const).map((it) => [...client.rows(it).value.values()]),
  );

/** How many rows of the server's lie on the disk, and whether any of them is the encounter. */
const onDisk = async (tag: string): Promise<readonly string[]> => {
  const home = openHome(tag, (length) => new Uint8Array(length));
  const keys = await home.db.use((db) => db.getAllKeys("replica"));
  await home.db.close();
  return keys;
};

/** Whether time alone brings it about. */
const passes = async (world: World, ms: number, isSo: () => boolean): Promise<void> => {
  world.clock.pass(ms);
  await until(world.clock, isSo);
};

describe("a phone without a PIN that hears nothing", () => {
  it("shows its rows while it may keep them, then what a locked phone has at hand, and the disk has no more", async () => {
    const { world, session, client } = await onTheWay();
    cut(world);
    world.clock.pass(2 * HOUR - 15 * MINUTE);
    client.close();
    const still = await world.open({ session });
    expect(place(still), "within its time it shows what it was shown").toBe(SECRET);
    expect(still.status.value.lapsed).toBe(false);

    await passes(world, 15 * MINUTE, () => place(still) === undefined);

    expect(all(still)).not.toContain(SECRET);
    expect(still.status.value.lapsed).toBe(true);
    expect(still.rows("call").value.get("c1")?.number).toBe("7");
    expect(still.rows("assignment").value.get("a1")?.state).toBe("enroute");
    expect([...(await onDisk(session.org.tag))].sort()).toEqual(["p1|assignment|a1", "p1|call|c1", "p1|unit|u1"]);
    still.close();
  });

  it("opened after its time shows no row, keeps the draft, saves, and sends once it hears again; then all is back", async () => {
    const { world, session, client } = await onTheWay();
    cut(world);
    client.close();
    world.clock.pass(3 * HOUR);

    const late = await world.open({ session });
    expect(all(late)).not.toContain(SECRET);
    expect(await late.draft.load("form")).toEqual({ note: "half typed" });
    const { id } = await late.save(ARRIVED);
    expect(late.rows("assignment").value.get("a1")?.state).toBe("on_scene");
    late.close();
    const again = await world.open({ session });
    expect(all(again)).not.toContain(SECRET);
    expect(again.status.value).toMatchObject({ lapsed: true, waiting: 1 });

    world.server.weather = "fine";
    world.wake("online");
    await until(world.clock, () => world.server.applied.includes(id) && place(again) === SECRET);
    expect(again.status.value.lapsed).toBe(false);
    again.close();
  });

  it("takes a clock that was set back for the end of its time, open or not", async () => {
    const { world, session, client } = await onTheWay();
    cut(world);
    world.clock.pass(HOUR);
    // What an hour without a network showed is written down every minute.
    await until(world.clock, () => place(client) === SECRET);
    world.clock.jump(-50 * MINUTE);
    await passes(world, 2 * MINUTE, () => place(client) === undefined);
    client.close();

    // Set right again it is still over, until the organization answers.
    world.clock.jump(50 * MINUTE);
    const opened = await world.open({ session });
    expect(all(opened)).not.toContain(SECRET);
    opened.close();
  });

  it("takes a clock that is set back a little again and again for one that is set back, opened anew or not", async () => {
    const { world, session, client } = await onTheWay();
    cut(world);
    const backByAMinute = async (): Promise<void> => {
      world.clock.pass(MINUTE);
      await breathe();
      world.clock.jump(-MINUTE);
    };
    for (let minutes = 0; minutes < 4; minutes += 1) await backByAMinute();
    client.close();
    const still = await world.open({ session });
    expect(place(still), "a clock may be put right").toBe(SECRET);

    for (let minutes = 0; minutes < 3; minutes += 1) await backByAMinute();
    await until(world.clock, () => place(still) === undefined);
    expect(all(still)).not.toContain(SECRET);
    still.close();
  });

  it("open while its clock stands still, ends in its time", async () => {
    const { world, client } = await onTheWay();
    cut(world);
    world.clock.pass(2 * HOUR - MINUTE);
    expect(place(client)).toBe(SECRET);
    world.clock.jump(-4 * MINUTE);
    await passes(world, 2 * MINUTE, () => place(client) === undefined);
    client.close();
  });

  it("once far ahead by its clock, keeps what it is shown for as long as any other, when the organization was heard", async () => {
    const { world, session, client } = await onTheWay();
    client.close();
    world.clock.jump(9 * HOUR);
    const ahead = await world.open({ session });
    await until(world.clock, () => ahead.status.value.live && place(ahead) === SECRET);
    world.clock.jump(-9 * HOUR);
    for (let n = 0; n < 30; n += 1) {
      world.clock.pass(5_000);
      await until(world.clock, () => ahead.status.value.live && place(ahead) === SECRET);
    }
    cut(world);
    for (let minutes = 0; minutes < 100; minutes += 10) {
      world.clock.pass(10 * MINUTE);
      await breathe();
    }
    expect(place(ahead)).toBe(SECRET);
    await passes(world, 21 * MINUTE, () => place(ahead) === undefined);
    ahead.close();
  });

  it("set back and signed out of the organization, hears what time it is, and that its own is over", async () => {
    const { world, session, client } = await onTheWay();
    client.close();
    world.server.hasSession = false;
    world.server.keeps = null;
    world.clock.pass(3 * HOUR);
    // As if no time had gone by: that alone is not noticed.
    world.clock.jump(-3 * HOUR);
    const back = await world.open({ session });
    expect(place(back)).toBe(SECRET);
    await until(world.clock, () => back.status.value.signInNeeded);
    await passes(world, MINUTE, () => place(back) === undefined);
    expect(all(back)).not.toContain(SECRET);
    back.close();
  });

  it("connected, loses nothing when its clock is set, back or on", async () => {
    const { world, client } = await onTheWay();
    let lost = 0;
    for (const jump of [-5 * HOUR, 9 * HOUR]) {
      world.clock.jump(jump);
      for (let n = 0; n < 40; n += 1) {
        await until(world.clock, () => client.status.value.live);
        world.clock.pass(5_000);
        lost += place(client) === SECRET ? 0 : 1;
      }
    }
    expect(lost).toBe(0);
    client.close();
  });

  it("whose sign-in has ended is told of no further time, and one of an older server of none", async () => {
    const { world, session, client } = await onTheWay();
    client.close();
    world.server.hasSession = false;
    world.server.keeps = null;
    world.clock.pass(HOUR);
    const ended = await world.open({ session });
    await until(world.clock, () => ended.status.value.signInNeeded);
    expect(place(ended)).toBe(SECRET);
    await passes(world, HOUR, () => place(ended) === undefined);
    ended.close();
  });
});
