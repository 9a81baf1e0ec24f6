/** A phone that opens by a PIN: what is readable, what is saved without it, and what no wrong PIN can take away. */
import { describe, expect, it, vi } from "vitest";
import type { SyncClient } from "../../src/sync/client";
import { openHome } from "../../src/sync/device";
import { enrol } from "../../src/sync/later/enrolling";
import { openLocker } from "../../src/sync/locker";
import { isKilled, killAfter, restart, until } from "./clock";
import {
  again,
  ARRIVED,
  GOING,
  HOUR,
  isClient,
  isShut,
  locked,
  MINUTE,
  ON_IT,
  onTheWay,
  PIN,
  SAID,
  SECRET,
} from "./locked";
import type { World } from "./world";

const OUTCOME = {
  ...{ ...ON_IT, note: SECRET },
  answers: { contact: "met", disposition: "settled", transport: "none", services_called: [], supplies: [] },
} as never;

const OFFERED = {
  ...{ id: "a2", call_id: "c2", unit_id: "u1", state: "offered", outcome: "none", said_by: SECRET, version: 1 },
  ...{ answer_by: 1_900_000_000_000, ladder: [{ person_id: "p1" }, { person_id: SECRET }] },
};

/** All that lies in the databases of the profile, as text. */
const onDisk = async (): Promise<string> => {
  const found: unknown[] = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open(name ?? "");
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    for (const store of db.objectStoreNames) {
      const all = db.transaction(store).objectStore(store).getAll();
      await new Promise((resolve) => {
        all.onsuccess = resolve;
      });
      found.push(...all.result);
    }
    db.close();
  }
  return JSON.stringify(found, (_key, value: unknown) =>
    value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value,
  );
};

describe("a phone with a PIN", () => {
  it("opens with no network while the share may be kept, with its rows, drafts and unsent work", async () => {
    const { world, session, client } = await locked();
    await until(world.clock, () => client.status.value.live);
    world.server.weather = "down";
    const { id } = await client.save(ARRIVED);
    client.close();

    const opened = isClient(await again(world, session).open(PIN, false));

    expect(opened.rows("call").value.get("c1")?.place).toBe(SECRET);
    expect(await opened.draft.load("form")).toEqual({ note: SECRET });
    expect(opened.waiting.value).toMatchObject([{ id, args: ARRIVED.args }]);
    expect(opened.rows("assignment").value.get("a1")?.state).toBe("on_scene");
    opened.close();
  });

  it("locked, saves and sends a step for the right call, reads nothing, and shows it when it is opened", async () => {
    const { world, session, client } = await locked();
    await until(world.clock, () => client.status.value.live);
    client.close();
    world.server.weather = "down";
    const guard = again(world, session);
    const { client: shut } = isShut(await guard.shut());

    expect(shut.rows("assignment").value.get("a1")?.state).toBe("enroute");
    expect(shut.rows("call").value.get("c1")?.place ?? "").toBe("");
    expect(await shut.draft.load("form")).toBeUndefined();
    const { id } = await shut.save(ARRIVED);
    expect(shut.rows("assignment").value.get("a1")?.state).toBe("on_scene");
    shut.close();

    const opened = isClient(await guard.open(PIN, false));
    expect(opened.rows("assignment").value.get("a1")?.state).toBe("on_scene");
    expect(opened.waiting.value).toMatchObject([{ id, args: ARRIVED.args }]);
    world.server.weather = "fine";
    world.wake("online");
    await until(world.clock, () => world.server.applied.includes(id));
    opened.close();
  });

  it("locked, has the cards of what to do and speaks as its organization does, with a network or none", async () => {
    const { world, session, client } = await locked();
    const has = (it: SyncClient) => [it.rows("cards").value.get("k1"), it.rows("wording").value.get("k1")];
    await until(world.clock, () => client.status.value.live && has(client)[1] !== undefined);
    client.close();
    world.server.weather = "down";
    const { client: shut } = isShut(await again(world, session).shut());

    expect(has(shut)).toEqual([SAID, SAID]);
    world.server.weather = "fine";
    world.wake("online");
    await until(world.clock, () => shut.status.value.live && shut.isTold.value);
    expect(has(shut)).toEqual([SAID, SAID]);
    shut.close();
  });

  it("locked, hands over what it saved with nobody opening it", async () => {
    const { world, session, client } = await locked();
    client.close();
    const { client: shut } = isShut(await again(world, session).shut());

    const { id } = await shut.save(ARRIVED);

    await until(world.clock, () => world.server.applied.includes(id));
    shut.close();
  });

  it("locked and connected, hears that the team is asked and what became of it, and of nobody anything", async () => {
    const { world, session, client } = await locked();
    await until(world.clock, () => client.status.value.live);
    client.close();
    const { client: shut, asked } = isShut(await again(world, session).shut());
    await until(world.clock, () => shut.status.value.live);
    expect(asked.value).toBeNull();

    world.server.feed.change(() => {
      const call = { id: "c2", number: "8", priority: "P1", place: SECRET, said: SECRET, area: SECRET, version: 1 };
      world.server.feed.put("assignment", "a2", OFFERED, "person:p1");
      world.server.feed.put("call", "c2", call, "person:p1");
      world.server.feed.put("encounter", "e1", { id: "e1", call_id: "c1", note: SECRET, version: 1 }, "person:p1");
    });
    world.server.wake();
    await until(world.clock, () => asked.value !== null);

    expect(asked.value).toEqual({ id: "a2", priority: "P1", answer_by: OFFERED.answer_by });
    expect(world.server.hidden, "what is asked of a locked phone is to reach it as an alarm, too").toBe(true);
    // On the way to one call, asked for another: the first is at hand, the other only rings.
    expect([...shut.rows("assignment").value.keys()]).toEqual(["a1"]);
    expect(shut.rows("encounter").value.size).toBe(0);
    expect(JSON.stringify([...shut.rows("call").value.values(), ...shut.rows("unit").value.values()])).not.toContain(
      SECRET,
    );
    expect(shut.rows("unit").value.get("u1")?.members).toHaveLength(1);
    expect(await onDisk()).not.toContain(SECRET);

    world.server.feed.change(() => {
      world.server.feed.put("assignment", "a2", { ...OFFERED, state: "withdrawn" }, "person:p1");
    });
    world.server.wake();
    await until(world.clock, () => asked.value === null);
    shut.close();
  });

  it("locked, forgets nothing that came back in the feed: it is there when it is opened with no network", async () => {
    const { world, session, client } = await locked();
    await until(world.clock, () => client.status.value.live);
    client.close();
    const { client: shut } = isShut(await again(world, session).shut());
    const { id } = await shut.save(ARRIVED);
    await until(world.clock, () => world.server.applied.includes(id));
    world.server.feed.change(() =>
      world.server.feed.put("assignment", "a1", { ...GOING, state: "on_scene" }, "call:c1"),
    );
    world.server.wake();
    await until(world.clock, () => shut.waiting.value.length === 0);
    // By then whatever follows from that page is done.
    const { id: next } = await shut.save({ type: "unit.status", entity: "u1", args: { status: "break" } });
    await until(world.clock, () => world.server.applied.includes(next));
    shut.close();

    world.server.weather = "down";
    const opened = isClient(await again(world, session).open(PIN, false));
    expect(opened.rows("assignment").value.get("a1")?.state).toBe("on_scene");
    opened.close();
  });

  it("needs the network once the share's time is over, also when its clock was set back", async () => {
    const { world, session, client } = await locked();
    client.close();
    world.server.weather = "down";
    world.clock.jump(-HOUR);
    expect(await again(world, session).open(PIN, false)).toEqual({ is: "offline" });

    world.server.weather = "fine";
    isClient(await again(world, session).open(PIN, false)).close();
    world.server.weather = "down";
    world.clock.pass(3 * HOUR);
    expect(await again(world, session).open(PIN, false)).toEqual({ is: "offline" });
  });

  it("locked for longer than the share may be kept, still takes a step, a call for help and an outcome", async () => {
    const { world, session, client } = await locked();
    await until(world.clock, () => client.status.value.live);
    client.close();
    world.server.weather = "down";
    world.clock.pass(3 * HOUR);
    const guard = again(world, session);
    const { client: shut } = isShut(await guard.shut());
    expect(await guard.open(PIN, false)).toEqual({ is: "offline" });

    const saved = [
      await shut.save(ARRIVED),
      await shut.save({ type: "help.call", entity: "h1", args: { unit_id: "u1" } }),
      await shut.save({ type: "encounter.record", entity: "e1", args: OUTCOME }),
    ].map(({ id }) => id);
    expect(await onDisk()).not.toContain(SECRET);
    world.server.weather = "fine";
    world.wake("online");

    await until(world.clock, () => saved.every((id) => world.server.applied.includes(id)));
    shut.close();
  });

  it.each([
    ["was out of sight for five minutes", (world: World) => world.clock.pass(5 * MINUTE)],
    ["slept out of sight, and its timers with it", (world: World) => world.clock.jump(5 * MINUTE)],
  ])("locks when it %s, and so does every other window", async (_how, elapse) => {
    let reloads = 0;
    vi.stubGlobal("location", { reload: () => (reloads += 1) });
    const { world, session, client } = await locked();
    const heard: string[] = [];
    const other = world.ports.channel(`f727-${session.org.tag}`, (what) => heard.push(what));
    const isLockTold = (): boolean => heard.includes("lock");

    world.look(true);
    world.clock.pass(4 * MINUTE);
    world.look(false);
    expect(reloads).toBe(0);
    world.look(true);
    elapse(world);
    world.look(false);

    // Nothing is left in the memory of a page that begins anew.
    await until(world.clock, () => reloads > 0);
    await until(world.clock, isLockTold);
    other.close();
    client.close();
    vi.unstubAllGlobals();
  });

  it("whose PIN is forgotten is set up anew by a code, and still sends what it saved", async () => {
    const { world, session, client } = await locked();
    world.server.judge = () => ({ r: "retry", code: "busy" });
    const { id } = await client.save(ARRIVED);
    client.close();

    await enrol("GOODCODE", world.ports, "p1");

    const home = openHome(session.org.tag, world.ports.bytes);
    expect(await home.isLocked("p1")).toBe(false);
    world.server.judge = () => ({ r: "ok" });
    const anew = await world.open({ session });
    await until(world.clock, () => world.server.applied.includes(id));
    anew.close();
  });

  it.each([0, 2, 4])(
    "chosen while the app is killed after %i writes, opens one way or the other, with all",
    async (n) => {
      const { world, session, guard, client, id } = await onTheWay();
      killAfter(n);
      await guard.choose(PIN, client.close).catch(() => undefined);
      expect(isKilled()).toBe(true);
      restart();

      const home = openHome(session.org.tag, world.ports.bytes);
      // Where the share was not kept yet, the organization is asked once more.
      world.server.weather = (await home.isLocked("p1")) ? "fine" : "down";
      const opened = (await home.isLocked("p1"))
        ? isClient(await again(world, session).open(PIN, false))
        : await world.open({ session });

      // Between, a write of the client that was just closed may have been the last one.
      if (n === 0 || n === 4) expect(await home.isLocked("p1")).toBe(n === 4);
      expect(opened.rows("call").value.get("c1")?.place).toBe(SECRET);
      expect(await opened.draft.load("form")).toEqual({ note: SECRET });
      expect(opened.waiting.value).toMatchObject([{ id, args: ARRIVED.args }]);
      expect((await home.db.use((db) => db.get("person", "p1")))?.lock?.before).toBeUndefined();
      opened.close();
    },
  );

  it("takes another PIN, and the one before opens nothing", async () => {
    const { world, session, guard, client } = await locked();
    client.close();

    expect(await guard.prove(PIN)).toBe(true);
    expect(await guard.change("314159")).toBe("changed");

    expect(await again(world, session).open(PIN, false)).toMatchObject({ is: "wrong" });
    isClient(await again(world, session).open("314159", false)).close();
  });

  it("keeps nothing readable on its disk, and no key that opens it but behind the PIN", async () => {
    const { world, session, client } = await locked();
    await client.save(ARRIVED);
    client.close();
    const home = openHome(session.org.tag, world.ports.bytes);
    const key = "p1|call|c1";
    const [person, box] = await home.db.use((db) => Promise.all([db.get("person", "p1"), db.get("replica", key)]));
    if (person === undefined || box === undefined) throw new Error("a person and a row lie here");

    expect(await openLocker(person.key, world.ports.bytes).open("replica", key, box)).toBeUndefined();
    expect(person.lock?.before).toBeUndefined();
    const disk = await onDisk();
    expect(disk).toContain(session.device);
    expect(disk).not.toContain(SECRET);
    expect(disk).not.toContain(world.server.share);
  });
});
