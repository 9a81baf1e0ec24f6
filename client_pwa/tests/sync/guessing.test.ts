/** Whoever tries PINs on a phone: later and later, nothing is lost by it, and saving never waits. */
import { describe, expect, it } from "vitest";
import { openHome } from "../../src/sync/device";
import { editLock } from "../../src/sync/later/locking/shares";
import { until } from "./clock";
import { again, isClient, isShut, locked, MINUTE, PIN, SECRET } from "./locked";

describe("a phone with a PIN", () => {
  it("after ten wrong PINs opens only where the organization answers, and has lost nothing", async () => {
    const { world, session, client } = await locked();
    client.close();
    world.server.weather = "down";
    const home = openHome(session.org.tag, world.ports.bytes);
    expect(await again(world, session).open("000000", false)).toEqual({ is: "wrong", left: 9, wait: 0 });
    // Eight more, which take as long each.
    await editLock(home, "p1", ({ wrong }) => ({ wrong: wrong + 8 }));
    world.clock.pass(5 * MINUTE);
    expect(await again(world, session).open("000000", false)).toEqual({ is: "wrong", left: 0, wait: 5 * MINUTE });

    world.clock.pass(5 * MINUTE);
    expect(await again(world, session).open(PIN, false)).toEqual({ is: "offline" });
    expect(await home.isLocked("p1")).toBe(true);
    world.server.weather = "fine";
    // Where the organization answers it goes on as slowly: the count does not begin again.
    expect(await again(world, session).open("000000", false)).toEqual({ is: "wrong", left: 0, wait: 5 * MINUTE });
    expect(await again(world, session).open(PIN, false)).toEqual({ is: "wait", wait: 5 * MINUTE });
    world.clock.pass(5 * MINUTE);
    const opened = isClient(await again(world, session).open(PIN, false));
    expect(opened.rows("call").value.get("c1")?.place).toBe(SECRET);
    opened.close();
  });

  it("after ten wrong PINs waits by the organization's clock: setting the phone's makes nothing shorter", async () => {
    const { world, session, client } = await locked();
    client.close();
    const home = openHome(session.org.tag, world.ports.bytes);
    await editLock(home, "p1", () => ({ wrong: 10 }));
    expect(await again(world, session).open("000000", false)).toEqual({ is: "wrong", left: 0, wait: 5 * MINUTE });

    for (const minutes of [5, 60]) {
      world.clock.jump(minutes * MINUTE);
      expect(await again(world, session).open(PIN, false)).toEqual({ is: "wait", wait: 5 * MINUTE });
    }
    world.clock.pass(MINUTE);
    expect(await again(world, session).open(PIN, false)).toEqual({ is: "wait", wait: 4 * MINUTE });

    world.clock.pass(4 * MINUTE);
    isClient(await again(world, session).open(PIN, false)).close();
    await home.db.close();
  });

  it("after five wrong PINs takes the next one later and later, closed or not, and saves meanwhile", async () => {
    const { world, session, client } = await locked();
    client.close();
    const home = openHome(session.org.tag, world.ports.bytes);
    const wrong = { is: "wrong" } as const;
    // Four, as by a cold finger, cost nothing.
    expect(await again(world, session).open("000000", false)).toMatchObject({ left: 9, wait: 0 });
    await editLock(home, "p1", ({ wrong }) => ({ wrong: wrong + 3 }));
    for (const seconds of [5, 15, 60, 300, 300]) {
      expect(await again(world, session).open("000000", false)).toMatchObject({ ...wrong, wait: seconds * 1000 });
      // Opened anew it waits as long still, and what it does not try it does not count: the right one, too.
      world.clock.pass(1000);
      expect(await again(world, session).open(PIN, false)).toEqual({ is: "wait", wait: (seconds - 1) * 1000 });
      // Setting the clock back makes nobody wait for longer than the pause.
      world.clock.jump(-4 * MINUTE);
      expect(await again(world, session).open(PIN, false)).toEqual({ is: "wait", wait: seconds * 1000 });
      world.clock.pass(seconds * 1000);
    }
    const { client: shut } = isShut(await again(world, session).shut());
    expect(await again(world, session).open("000000", false)).toMatchObject(wrong);
    const { id } = await shut.save({ type: "help.call", entity: "h1", args: { unit_id: "u1" } });
    await until(world.clock, () => world.server.applied.includes(id));
    shut.close();

    // The right one, and all is forgiven.
    world.clock.pass(5 * MINUTE);
    isClient(await again(world, session).open(PIN, false)).close();
    expect(await again(world, session).open("000000", false)).toMatchObject({ left: 9, wait: 0 });
  });
});
