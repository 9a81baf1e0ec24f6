/** Ana's phone, with a PIN or before she chose one, and how it is opened again. */
import type { Session } from "../../src/schema";
import type { SyncClient } from "../../src/sync/client";
import { type Guard, openGuard, type Shut } from "../../src/sync/later/locking/guard";
import { until } from "./clock";
import { newWorld, type World } from "./world";

export const PIN = "271828";
export const SECRET = "CANARY-behind-the-bakery";
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const ON_IT = { call_id: "c1", unit_id: "u1" } as const;
export const ARRIVED = { type: "assignment.stage", entity: "a1", args: { ...ON_IT, stage: "on_scene" } } as const;

const UNIT = {
  ...{ id: "u1", name: "Heron", status: "enroute", status_at: 0, shift_id: "s1", shift_started_at: 0, skills: [] },
  ...{ members: [{ person_id: "p1", name: "Ana", skills: [] }], version: 1 },
};
export const GOING = { id: "a1", ...ON_IT, state: "enroute", outcome: "none", said_by: null, ladder: [], version: 1 };

/** What the organization says to everybody. */
export const SAID = { id: "k1", number: 1, set_at: 1, cards: [{ id: "heat", steps: [{ en: "Shade", es: "Sombra" }] }] };

export const isShut = (answer: Shut | null): Shut => {
  if (answer === null) throw new Error("there is a lock");
  return answer;
};

export const isClient = (answer: unknown): SyncClient => {
  if (typeof answer !== "object" || answer === null || !("save" in answer)) {
    throw new Error(`not open: ${JSON.stringify(answer)}`);
  }
  return answer as SyncClient;
};

/** Ana on a shift and on the way to a call, with something that does not leave the phone. */
export const onTheWay = async () => {
  const { world, session, client } = await begun();
  const guard = lockOf(world, session);
  world.server.judge = () => ({ r: "retry", code: "busy" });
  const { id } = await client.save(ARRIVED);
  return { world, session, client, guard, id };
};

/** Ana on a shift and on the way to a call. */
const begun = async () => {
  const world = await newWorld(["person:p1", "call:c1"]);
  world.server.shareUntil = world.server.now() + 2 * HOUR;
  world.server.feed.change(() => {
    world.server.feed.put("unit", "u1", UNIT, "person:p1");
    world.server.feed.put("assignment", "a1", GOING, "call:c1");
    for (const type of ["cards", "wording"]) world.server.feed.put(type, "k1", SAID, "person:p1");
    world.server.feed.put("call", "c1", { id: "c1", number: "7", place: SECRET, version: 1 }, "call:c1");
  });
  const session = await world.enrol();
  const client = await world.open({ session });
  await until(world.clock, () => client.rows("call").value.size > 0);
  await client.draft.keep("form", { note: SECRET });
  return { world, session, client };
};

/** The same on a phone with a PIN. */
export const locked = async () => {
  const { world, session, client: before } = await begun();
  const guard = lockOf(world, session);
  const client = isClient(await guard.choose(PIN, before.close));
  return { world, session, guard, client };
};

/** The lock of a slow phone, on which the least that is allowed takes its time: half a second from look to look, for a while. */
const lockOf = ({ ports }: World, session: Session): Guard => {
  let late = 0;
  const mono = () => {
    late = Math.min(late + 500, 10_000);
    return ports.mono() + late;
  };
  return openGuard(session, { ...ports, mono });
};

/** The phone is opened again: nothing of the run before is in memory. */
export const again = lockOf;
