/** Whoever leaves the phone at once: what was just typed is kept, and a disk that hangs keeps nothing open. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { breathe } from "./clock";
import { again, ARRIVED, isClient, isShut, locked, PIN } from "./locked";
import { newWorld } from "./world";

const LETTERS = [..."the keys lie with the night"];
/** Longer than this nobody waits for a disk. */
const HELD_UP_MS = 3_000;

let reloads = 0;
/** What a fresh page finds done. */
let done = (): number => 0;
let found: number | null = null;

beforeEach(() => {
  [reloads, found, done] = [0, null, () => 0];
  const reload = (): void => {
    reloads += 1;
    found ??= done();
  };
  vi.stubGlobal("location", { reload });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a phone that is locked in the hand", () => {
  it("begins anew once every letter that was typed is on the disk, and no sooner", async () => {
    const { world, session, client } = await locked();
    let typed = "";
    let written = 0;
    done = () => written;
    // As a form does it: each letter waits for the one before.
    let last: Promise<unknown> = Promise.resolve();
    for (const letter of LETTERS) {
      typed += letter;
      const note = typed;
      last = last.then(() => client.draft.keep("form", { note })).then(() => (written += 1));
    }
    expect(written, "the disk is behind the hand").toBe(0);

    await client.lock();

    expect(found).toBe(LETTERS.length);
    client.close();
    const opened = isClient(await again(world, session).open(PIN, false));
    expect(await opened.draft.load("form")).toEqual({ note: LETTERS.join("") });
    opened.close();
  });

  it("has on its disk what was being saved, all of it", async () => {
    const { world, client } = await locked();
    world.server.weather = "down";
    const saved: string[] = [];
    done = () => saved.length;
    const saveBoth = async (): Promise<void> => {
      for (const stage of ["on_scene", "contact"] as const) {
        saved.push((await client.save({ ...ARRIVED, args: { ...ARRIVED.args, stage } })).id);
      }
    };
    const saving = saveBoth();
    expect(saved).toEqual([]);

    await client.lock();

    expect(found).toBe(2);
    await saving;
    client.close();
  });

  it("waits for no clock where nothing is being written, and three seconds where the disk hangs", async () => {
    const world = await newWorld();
    const session = await world.enrol();
    const hangs = { seal: () => new Promise<never>(() => undefined), open: async () => undefined };
    const idle = await world.open({ session, locker: hangs });
    await idle.lock();
    expect(reloads, "no time went by").toBeGreaterThan(0);
    idle.close();

    reloads = 0;
    const stuck = await world.open({ session, locker: hangs });
    void stuck.draft.keep("form", { note: "never" });
    const locking = stuck.lock();
    await breathe();
    world.clock.pass(HELD_UP_MS - 1);
    await breathe();
    expect(reloads, "it is being written").toBe(0);
    world.clock.pass(1);
    await locking;
    expect(reloads).toBeGreaterThan(0);
    stuck.close();
  });
});

describe("a locked phone that somebody leaves at once", () => {
  it("shows nobody what was half typed, and has all of it behind the PIN", async () => {
    const { world, session, client } = await locked();
    client.close();
    const guard = again(world, session);
    const { client: shut } = isShut(await guard.shut());
    await shut.draft.keep("note", { note: "typed while locked" });
    await shut.draft.keep("other", "one");
    expect(await shut.draft.load("note"), "whoever is typing goes on").toEqual({ note: "typed while locked" });

    guard.hide();

    expect(await shut.draft.load("note")).toBeUndefined();
    // Whoever finds it may type as well, and takes nothing away.
    await shut.draft.keep("note", { note: "of whoever found it" });
    await shut.draft.drop("note");
    await shut.draft.keep("later", "two");
    shut.close();
    const opened = isClient(await guard.open(PIN, false));
    expect(await opened.draft.load("note")).toEqual({ note: "typed while locked" });
    expect(await opened.draft.load("other")).toBe("one");
    expect(await opened.draft.load("later")).toBe("two");
    opened.close();
  });
});
