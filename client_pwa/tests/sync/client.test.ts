import { describe, expect, it } from "vitest";
import type { SyncClient } from "../../src/sync/client";
import { currentSession } from "../../src/sync/client";
import { EnrolError, enrol } from "../../src/sync/later/enrolling";
import { TOKEN_MS } from "../../src/sync/engine";
import { breathe, until } from "./clock";
import { newWorld, type World } from "./world";

const CANARY = "CANARY-7f3a";

const DECLINE = { type: "assignment.decline", entity: "a1", args: { reason: "too_far" } } as const;

const settled = (world: World, client: SyncClient): Promise<void> =>
  until(world.clock, () => client.status.value.kind === "allSent" && client.status.value.live);

describe("signing in", () => {
  it("keeps the session for an opening without a network", async () => {
    const world = await newWorld();
    await world.enrol();
    world.server.weather = "down";

    const session = await currentSession(world.ports);

    expect(session?.person.id).toBe("p1");
  });

  it("stays the same device when its browser signs in again", async () => {
    const world = await newWorld();
    const first = await world.enrol();

    const second = await world.enrol();

    expect(second.device).toBe(first.device);
  });

  it("says why a code does not work", async () => {
    const world = await newWorld();

    await expect(enrol("BADCODE1", world.ports)).rejects.toEqual(new EnrolError("bad_code"));
  });

  it("refuses sealing keys that the organization did not sign", async () => {
    const world = await newWorld();
    world.server.announced = world.server.announced.map((key) => ({ ...key, kid: "other" }));

    await expect(world.enrol()).rejects.toEqual(new EnrolError("not_genuine"));
    expect(await currentSession(world.ports)).toBeNull();
  });

  it("refuses an organization whose signing key is another than the pinned one", async () => {
    const world = await newWorld();
    await world.enrol();
    const other = await newServerKeys();
    world.server.signing = other.signing;
    world.server.announced = other.announced;

    await expect(world.enrol()).rejects.toEqual(new EnrolError("key_changed"));
  });
});

const newServerKeys = async () => (await import("./server")).TestServer.start();

describe("a client with a network", () => {
  it("shows what the server shows, over the socket as it happens", async () => {
    const world = await newWorld();
    world.server.publish("unit", "u1", { id: "u1", name: "One" }, "person:p1");
    const client = await world.open();
    await settled(world, client);
    expect(client.rows("unit").value.get("u1")?.name).toBe("One");

    world.server.publish("unit", "u1", { id: "u1", name: "Uno" }, "person:p1");

    await until(world.clock, () => client.rows("unit").value.get("u1")?.name === "Uno");
  });

  it("keeps up by pulling alone where no socket opens", async () => {
    const world = await newWorld();
    world.server.sockets = false;
    const client = await world.open();

    world.server.publish("unit", "u1", { id: "u1" }, "person:p1");

    await until(world.clock, () => client.rows("unit").value.has("u1"));
    expect(client.status.value.live).toBe(false);
  });

  it("tells the server what it has stored", async () => {
    const world = await newWorld();
    const client = await world.open();
    await settled(world, client);

    world.server.publish("assignment", "a1", { id: "a1", state: "offered" }, "person:p1");

    await until(world.clock, () => client.rows("assignment").value.has("a1"));
    await until(
      world.clock,
      () => world.server.gots.at(-1) === JSON.stringify({ e: 1, s: { "person:p1": 1, directory: 1 } }),
    );
  });

  it("says when nobody can see it, and when somebody can again", async () => {
    const world = await newWorld();
    await settled(world, await world.open());

    world.look(true);
    await until(world.clock, () => world.server.hidden === true);
    world.server.hidden = null;
    world.server.dropSockets();
    await until(world.clock, () => world.server.hidden === true);

    world.look(false);
    await until(world.clock, () => world.server.hidden === false);
  });

  it("tells what form is open while it is so, on every new socket, and never what stands in it", async () => {
    const world = await newWorld();
    const client = await world.open();
    await settled(world, client);

    client.writing({ unit_id: "u1", assignment_id: "a1" });
    await until(world.clock, () => world.server.forms.length === 1);
    world.clock.pass(20_000);
    await settled(world, client);
    world.server.dropSockets();
    await until(world.clock, () => world.server.forms.length === 2);
    client.writing(null);
    await until(world.clock, () => world.server.forms.length === 3);
    world.server.dropSockets();
    await settled(world, client);

    const [first, again, over] = world.server.forms;
    expect([first, over, world.server.forms.length]).toEqual([["a1", 0], [null, 0], 3]);
    expect(again?.[1]).toBeGreaterThanOrEqual(20);
  });

  it("says who else writes only while it hears so", async () => {
    const world = await newWorld();
    const client = await world.open();
    await settled(world, client);
    const by = [{ assignment_id: "a1", person_id: "p2", since: 1 }];

    world.server.sayToAll({ m: "writers", by });
    await until(world.clock, () => client.writers.value.length === 1);
    world.server.weather = "down";
    world.server.dropSockets();
    await until(world.clock, () => !client.status.value.live);
    expect(client.writers.value).toEqual([]);

    world.server.weather = "fine";
    world.wake("online");
    await settled(world, client);
    expect(client.writers.value).toEqual([]);
  });

  it("sends a command sealed so that only the organization reads it", async () => {
    const world = await newWorld();
    const client = await world.open();
    const args = { reason: "too_far", note: CANARY } as const;

    const { id } = await client.save({ type: "assignment.decline", entity: "a1", args });

    await until(world.clock, () => world.server.applied.includes(id));
    const [row] = world.server.received;
    expect(row && (await world.server.opened(row))).toEqual(args);
    expect(world.server.bodies.join()).not.toContain(CANARY);
    await until(world.clock, () => client.status.value.kind === "allSent");
    expect(client.waiting.value.filter((it) => it.state === "saved")).toEqual([]);
  });

  it("shows its own command at once and the server's row once it came", async () => {
    const world = await newWorld();
    const offered = { id: "a1", state: "offered", ladder: [] };
    world.server.publish("assignment", "a1", offered, "person:p1");
    const client = await world.open();
    await settled(world, client);
    world.server.weather = "down";
    world.server.dropSockets();

    await client.save(DECLINE);

    expect(client.rows("assignment").value.get("a1")?.state).toBe("declined");
    world.server.apply = () =>
      world.server.feed.put("assignment", "a1", { ...offered, state: "declined", version: 9 }, "person:p1");
    world.server.weather = "fine";
    world.wake("online");
    await until(world.clock, () => client.rows("assignment").value.get("a1")?.version === 9);
    await until(world.clock, () => client.waiting.value.length === 0);
  });

  it("keeps showing an answered command until the feed has reached it", async () => {
    const world = await newWorld();
    world.server.publish("assignment", "a1", { id: "a1", state: "offered", ladder: [] }, "person:p1");
    const client = await world.open();
    await settled(world, client);
    world.server.hasSession = false; // uploads go on, nothing is read
    world.server.tokenIsDead = true;
    world.server.dropSockets();

    await client.save(DECLINE);

    await until(world.clock, () => world.server.applied.length === 1);
    await until(world.clock, () => client.waiting.value[0]?.state === "sent");
    expect(client.rows("assignment").value.get("a1")?.state).toBe("declined");
    expect(client.status.value).toMatchObject({ waiting: 0, signInNeeded: true });
  });
});

describe("a client without a network", () => {
  it("resolves a save only when the disk has it, and sends it later", async () => {
    const world = await newWorld();
    const session = await world.enrol();
    world.server.weather = "down";
    const client = await world.open({ session });

    const { id } = await client.save(DECLINE);

    expect(client.status.value).toMatchObject({ kind: "saved", waiting: 1, heardAt: null });
    expect(client.waiting.value).toMatchObject([{ id, type: "assignment.decline", state: "saved" }]);
    world.server.weather = "fine";
    world.wake("online");
    await until(world.clock, () => world.server.applied.includes(id));
    expect(world.server.applied).toEqual([id]);
  });

  it("comes back by itself, without anybody touching it", async () => {
    const world = await newWorld();
    const session = await world.enrol();
    world.server.weather = "busy";
    const client = await world.open({ session });
    await client.save(DECLINE);
    for (let minute = 0; minute < 30; minute++) {
      world.clock.pass(60_000);
      await breathe();
    }

    world.server.weather = "fine";

    await until(world.clock, () => world.server.applied.length === 1);
  });

  it("believes no hotel's sign-in page", async () => {
    const world = await newWorld();
    const session = await world.enrol();
    world.server.weather = "portal";
    const client = await world.open({ session });

    await client.save(DECLINE);
    for (let second = 0; second < 10; second++) {
      world.clock.pass(1000);
      await breathe();
    }

    expect(client.status.value).toMatchObject({ kind: "saved", heardAt: null, attention: 0 });
  });

  it("still shows what was saved after a restart", async () => {
    const world = await newWorld();
    world.server.publish("assignment", "a1", { id: "a1", state: "offered", ladder: [] }, "person:p1");
    const session = await world.enrol();
    const first = await world.open({ session });
    await settled(world, first);
    world.server.weather = "down";
    world.server.dropSockets();
    await first.save(DECLINE);

    const again = await world.open({ session });

    expect(again.rows("assignment").value.get("a1")?.state).toBe("declined");
    expect(again.status.value.waiting).toBe(1);
  });
});

describe("when the server was last heard", () => {
  it("is still known after a restart with no network, and a desk begins anew", async () => {
    const world = await newWorld();
    const session = await world.enrol();
    const first = await world.open({ session });
    await settled(world, first);
    const heard = first.status.value.heardAt ?? 0;
    world.server.weather = "down";
    world.server.dropSockets();
    await breathe();

    const again = await world.open({ session });
    const desk = await world.open({ session, desk: true });

    expect(Math.abs((again.status.value.heardAt ?? 0) - heard)).toBeLessThanOrEqual(60_000);
    expect(desk.status.value.heardAt).toBeNull();
  });
});

describe("an answer that was lost", () => {
  it("is got by sending the very same bytes again", async () => {
    const world = await newWorld();
    const session = await world.enrol();
    const client = await world.open({ session });
    await settled(world, client);
    world.server.weather = "uploads_unanswered";
    await client.save(DECLINE);
    await until(world.clock, () => world.server.uploads.length > 0);

    world.server.weather = "fine";

    await until(world.clock, () => client.status.value.kind === "allSent");
    expect(world.server.applied).toHaveLength(1);
    expect(new Set(world.server.bodies).size).toBe(1);
    expect(world.server.bodies.length).toBeGreaterThan(1);
  });

  it("is asked for first when many commands were on their way", async () => {
    const world = await newWorld();
    const session = await world.enrol();
    world.server.weather = "down";
    const client = await world.open({ session });
    for (let n = 0; n < 25; n++) await client.save({ ...DECLINE, entity: `a${n}` });
    world.server.weather = "uploads_unanswered";
    await until(world.clock, () => world.server.applied.length === 25);

    world.server.weather = "fine";

    await until(world.clock, () => client.status.value.kind === "allSent");
    expect(world.server.asked).toEqual([25]);
    expect(world.server.received).toHaveLength(25);
  });
});

describe("what the server does not simply take", () => {
  it("goes in halves when a batch is too large, and one too large asks for a person", async () => {
    const world = await newWorld();
    const session = await world.enrol();
    world.server.weather = "down";
    const client = await world.open({ session });
    for (let n = 0; n < 9; n++) await client.save({ ...DECLINE, entity: `a${n}` });
    world.server.refuseOver = 2;

    world.server.weather = "fine";
    world.wake("online");

    await until(world.clock, () => world.server.applied.length === 9);
    world.server.refuseOver = 0;
    const { id } = await client.save(DECLINE);
    await until(world.clock, () => client.status.value.attention === 1);
    expect(client.waiting.value.at(-1)).toMatchObject({ id, state: "held", code: "too_large" });
  });

  it("waits and tries again when the server says retry", async () => {
    const world = await newWorld();
    const client = await world.open();
    world.server.judge = () => ({ r: "retry", code: "storage_full" });
    await client.save(DECLINE);
    await until(world.clock, () => world.server.uploads.length > 2);

    world.server.judge = () => ({ r: "ok" });

    await until(world.clock, () => world.server.applied.length === 1);
  });

  it("is kept through a 401 and goes up by the device's key when the session is over", async () => {
    const world = await newWorld();
    const client = await world.open();
    await settled(world, client);
    world.server.hasSession = false;
    world.server.tokenIsDead = true;

    await client.save(DECLINE);

    await until(world.clock, () => world.server.applied.length === 1);
    await until(world.clock, () => client.status.value.signInNeeded);
    await until(world.clock, () => client.status.value.kind === "allSent");
  });

  it("is kept when the server knows this device no more", async () => {
    const world = await newWorld();
    const client = await world.open();
    world.server.deviceIsUnknown = true;
    world.server.tokenIsDead = true;
    await client.save(DECLINE);
    await until(world.clock, () => client.status.value.signInNeeded);
    expect(client.status.value.waiting).toBe(1);

    world.server.deviceIsUnknown = false;

    await until(world.clock, () => world.server.applied.length === 1);
  });

  it("goes up although this app is too old to read", async () => {
    const world = await newWorld();
    world.server.upgrade = true;
    const client = await world.open();

    await client.save(DECLINE);

    await until(world.clock, () => world.server.applied.length === 1);
    expect(client.status.value.upgrade).toBe(true);
    expect(world.server.pulls).toEqual([]);
  });
});

describe("a server restored from an older copy", () => {
  it("gets everything again that this device still has", async () => {
    const world = await newWorld();
    const client = await world.open();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push((await client.save({ ...DECLINE, entity: `a${n}` })).id);
    await until(world.clock, () => world.server.applied.length === 5);
    await until(world.clock, () => client.status.value.kind === "allSent");

    world.server.restore(2);
    world.server.tokenIsDead = true;
    world.server.dropSockets();

    await until(world.clock, () => world.server.applied.length === 5);
    expect([...world.server.applied].sort()).toEqual([...ids].sort());
    await until(world.clock, () => world.server.hellos.at(-1)?.resent === true);
  });

  it("says nothing by its new numbers about what its backup holds of the old ones", async () => {
    const world = await newWorld();
    const client = await world.open();
    for (let n = 0; n < 3; n++) await client.save({ ...DECLINE, entity: `a${n}` });
    await until(world.clock, () => client.status.value.kind === "allSent");

    world.server.restore(1);
    world.server.backup_seq = 99; // others wrote on, and that was backed up
    world.server.tokenIsDead = true;
    world.server.dropSockets();

    await until(world.clock, () => world.server.applied.length === 3);
  });
});

describe("what a backup holds", () => {
  it("lets the sealed bytes go, and the promise never to send them again rises", async () => {
    const world = await newWorld();
    const client = await world.open();
    await client.save(DECLINE);
    await until(world.clock, () => client.status.value.kind === "allSent");
    expect(world.server.hellos.at(-1)?.low_water).toBe(0);

    world.server.backup_seq = 1;
    world.clock.pass(TOKEN_MS); // each new token says hello, and hears how far the backup reaches
    await until(world.clock, () => world.server.hellos.length > 1);
    world.clock.pass(TOKEN_MS);

    await until(world.clock, () => world.server.hellos.at(-1)?.low_water === 1);
  });
});

describe("two tabs", () => {
  it("send each command once and show the same", async () => {
    const world = await newWorld();
    const session = await world.enrol();
    world.server.weather = "down";
    const one = await world.open({ session });
    const two = await world.open({ session });
    for (let n = 0; n < 5; n++) {
      await Promise.all([one.save({ ...DECLINE, entity: `one${n}` }), two.save({ ...DECLINE, entity: `two${n}` })]);
    }

    world.server.weather = "fine";
    world.wake("online");

    await until(world.clock, () => world.server.applied.length === 10);
    await until(world.clock, () => one.status.value.kind === "allSent");
    await until(world.clock, () => two.status.value.kind === "allSent");
    expect(world.server.received).toHaveLength(10);
    expect(new Set(world.server.received.map((row) => row.dseq)).size).toBe(10);
    world.server.publish("unit", "u1", { id: "u1", name: "One" }, "person:p1");
    await until(world.clock, () => one.rows("unit").value.has("u1") && two.rows("unit").value.has("u1"));
  });
});

describe("the directory", () => {
  it("is fetched whole when the feed names a version, checked, and there after a restart offline", async () => {
    const world = await newWorld();
    const blob = JSON.stringify({ version: 3, timezone: "UTC", services: [] });
    const bytes = new TextEncoder().encode(blob);
    const sha = Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex");
    world.server.blobs.set("/api/directory/3.json", blob);
    const row = { id: "d", version: 3, url: "/api/directory/3.json", sha256: sha };
    const session = await world.enrol();
    const client = await world.open({ session });
    world.server.publish("directory", "d", { ...row, sha256: "00" }, "directory");
    await settled(world, client);
    expect(client.directory.value).toBeNull();

    world.server.publish("directory", "d", row, "directory");

    await until(world.clock, () => client.directory.value?.version === 3);
    world.server.weather = "down";
    const again = await world.open({ session });
    expect(again.directory.value?.version).toBe(3);
  });
});

describe("a draft", () => {
  it("is there after a restart and gone when dropped", async () => {
    const world = await newWorld();
    const session = await world.enrol();
    const client = await world.open({ session });
    await client.draft.keep("form", { note: "half a sent" });

    const again = await world.open({ session });

    expect(await again.draft.load("form")).toEqual({ note: "half a sent" });
    await again.draft.drop("form");
    expect(await client.draft.load("form")).toBeUndefined();
  });
});

describe("the socket", () => {
  it("is given up when nothing was heard for 25 seconds, and opened again", async () => {
    const world = await newWorld();
    const client = await world.open();
    await settled(world, client);

    world.server.answersPings = false;

    await until(world.clock, () => !client.status.value.live);
    world.server.answersPings = true;
    await until(world.clock, () => client.status.value.live);
  });

  it("that skipped something is put right by a pull", async () => {
    const world = await newWorld();
    const client = await world.open();
    await settled(world, client);
    const pulls = world.server.pulls.length;
    world.server.feed.change((seq) => world.server.feed.put("unit", "u1", { id: "u1", seq }, "person:p1"));

    world.server.sayToAll({
      ...{ m: "push", prev: "elsewhere", cur: "further", puts: [], dels: [] },
      ...{ add: [], drop: [], more: false },
    });

    await until(world.clock, () => client.rows("unit").value.has("u1"));
    expect(world.server.pulls.length).toBe(pulls + 1);
    world.server.publish("unit", "u2", { id: "u2" }, "person:p1");
    await until(world.clock, () => client.rows("unit").value.has("u2"));
    expect(world.server.pulls.length).toBe(pulls + 1);
  });
});
