import { describe, expect, it } from "vitest";
import { breathe, isKilled, killAfter, restart, until } from "./clock";
import { newWorld } from "./world";

/** One evening: four saves, the network comes and goes, everything is answered and pruned. */
const evening = async (world: Awaited<ReturnType<typeof newWorld>>, kills: number) => {
  const session = await world.enrol();
  const promised: string[] = [];
  killAfter(kills);
  const client = await world.open({ session }).catch(() => null);
  if (client === null) return { session, promised };
  for (let n = 0; n < 4; n++) {
    world.server.weather = n % 2 === 0 ? "fine" : "uploads_unanswered";
    const args = { reason: "too_far" } as const;
    const saved = await client.save({ type: "assignment.decline", entity: `a${n}`, args }).catch(() => null);
    if (saved !== null) promised.push(saved.id);
    for (let step = 0; step < 6; step++) {
      world.clock.pass(400);
      await breathe(4);
    }
  }
  return { session, promised };
};

describe("an app killed between any two writes", () => {
  it("loses nothing it promised, and nothing arrives twice", async () => {
    let kills = 0;
    for (let killed = true; killed; kills++) {
      const world = await newWorld();
      const { session, promised } = await evening(world, kills);
      killed = isKilled();
      restart();
      world.server.dropSockets();
      world.server.weather = "fine";
      world.server.backup_seq = 99;

      const again = await world.open({ session });

      await until(world.clock, () => again.status.value.kind === "allSent" && again.status.value.live);
      expect(new Set(world.server.applied).size).toBe(world.server.applied.length);
      expect(world.server.applied).toEqual(expect.arrayContaining(promised));
      expect(world.server.received.filter((row) => row.sealed === "")).toEqual([]);
    }
    // The evening has many places to die in; all of them were tried. How many answers are written together, and so how
    // many places there are beside the four saves and what was there before them, is up to a busy machine.
    expect(kills).toBeGreaterThan(8);
  });
});
