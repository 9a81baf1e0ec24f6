import { describe, expect, it } from "vitest";
import type { SyncClient } from "../../src/sync/client";
import { breathe, killAfter, restart, seeded, until } from "./clock";
import type { Weather } from "./server";
import { newWorld, type World } from "./world";

const WEATHERS: readonly Weather[] = ["fine", "fine", "down", "uploads_unanswered", "portal", "busy"];

interface Evening {
  readonly world: World;
  readonly session: Awaited<ReturnType<World["enrol"]>>;
  readonly chance: () => number;
  readonly promised: string[];
  tabs: readonly SyncClient[];
}

const reopen = async (evening: Evening): Promise<void> => {
  restart();
  evening.world.server.dropSockets();
  const tabs: SyncClient[] = [];
  for (let n = 0; n < 1 + Math.floor(evening.chance() * 2); n++) {
    tabs.push(await evening.world.open({ session: evening.session }));
  }
  evening.tabs = tabs;
};

const save = async (evening: Evening): Promise<void> => {
  const tab = evening.tabs[Math.floor(evening.chance() * evening.tabs.length)];
  const args = { reason: "too_far" } as const;
  const entity = `a${Math.floor(evening.chance() * 5)}`;
  const saved = await tab?.save({ type: "assignment.decline", entity, args }).catch(() => null);
  if (saved) evening.promised.push(saved.id);
};

/** The server falls back to its last backup: what came after it is gone there. */
const restore = ({ world: { server } }: Evening): void => {
  server.restore(server.backup_seq);
  server.tokenIsDead = true;
  server.dropSockets();
};

const STEPS: readonly ((evening: Evening) => Promise<void> | void)[] = [
  save,
  save,
  save,
  ({ world, chance }) => {
    world.server.weather = WEATHERS[Math.floor(chance() * WEATHERS.length)] ?? "fine";
  },
  ({ world, chance }) => world.clock.pass(chance() * 60_000),
  ({ world }) => world.wake("visible"),
  ({ world }) => world.server.dropSockets(),
  ({ world }) => {
    world.server.tokenIsDead = true;
  },
  ({ world, chance }) => {
    world.server.hasSession = chance() < 0.7;
  },
  ({ world }) => {
    world.server.backup_seq = world.server.applied.length;
  },
  ({ chance }) => killAfter(Math.floor(chance() * 5)),
  reopen,
  (evening) => (evening.chance() < 0.3 ? restore(evening) : undefined),
];

describe("a thousand bad evenings' steps", () => {
  it("lose nothing that was promised and apply nothing twice", async () => {
    for (let seed = 1; seed <= 25; seed++) {
      const world = await newWorld();
      const chance = seeded(seed);
      const evening: Evening = { world, session: await world.enrol(), chance, promised: [], tabs: [] };
      await reopen(evening);
      for (let n = 0; n < 40; n++) {
        await STEPS[Math.floor(chance() * STEPS.length)]?.(evening);
        await breathe(Math.floor(chance() * 12));
      }
      Object.assign(world.server, { weather: "fine", hasSession: true });
      await reopen(evening);

      const settled = (): boolean =>
        evening.tabs.every(({ status: { value } }) => value.kind === "allSent" && value.live);
      await until(world.clock, settled, `seed ${seed}`);
      expect(new Set(world.server.applied).size, `seed ${seed}`).toBe(world.server.applied.length);
      expect(world.server.applied, `seed ${seed}`).toEqual(expect.arrayContaining(evening.promised));
    }
  });
});
