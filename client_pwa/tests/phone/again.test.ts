import { describe, expect, it } from "vitest";
import type { CommandArgs } from "../../src/schema";
import { begun, formOf, toWriteAgain } from "../../src/screens/phone/again";
import { about, answers } from "../../src/screens/phone/answered";
import type { SyncClient, Waiting } from "../../src/sync/client";
import { until } from "../sync/clock";
import { newWorld, type World } from "../sync/world";

const OUTCOME: CommandArgs["encounter.record"] = {
  call_id: "c1",
  unit_id: "u1",
  assignment_id: "a1",
  answers: {
    contact_result: "contact_made",
    resolution: ["resolved_on_scene"],
    unmet_reason: null,
    transport: null,
    others_on_scene: [],
    services: ["active_listening"],
    supplies: [{ code: "water", quantity: 2 }],
    persons_count: 1,
    repeat_contact: "first",
    would_have_gone_to: "police",
    team_safe: true,
    staff_injured: false,
  },
  note: "by the north gate",
  presenting: ["suicidal"],
  demographics: { age_band: { how: "asked", answer: "25-39" } },
};

interface Refused {
  readonly world: World;
  readonly client: SyncClient;
  readonly held: Waiting;
}

/** A phone on a call, whose server would not take what was saved. */
const refused = async (code: string, type: "encounter.record" | "assignment.decline"): Promise<Refused> => {
  const world = await newWorld();
  world.server.publish("assignment", "a1", { id: "a1", call_id: "c1", state: "cleared", ladder: [] }, "person:p1");
  world.server.publish("call", "c1", { id: "c1", number: "0231" }, "person:p1");
  const client = await world.open();
  await until(world.clock, () => client.rows("call").value.has("c1"));
  world.server.judge = () => ({ r: "held", code });
  await client.save(
    type === "encounter.record"
      ? { type, entity: "e1", args: OUTCOME }
      : { type, entity: "a1", args: { reason: "too_far" } },
  );
  await until(world.clock, () => client.status.value.attention === 1);
  const held = client.waiting.value.find(({ state }) => state === "held");
  if (held === undefined) throw new Error("it was to be held");
  return { world, client, held };
};

const saidAgain = async ({ client, held }: Refused) => toWriteAgain(client, held, await client.saying(held.id));

describe("an outcome that was not taken", () => {
  it("is written once more from what stands there, word for word, and stays on the list until it is read", async () => {
    const there = await refused("invalid", "encounter.record");
    const said = await saidAgain(there);
    if (said === null) throw new Error("it can be written again");

    expect(await begun(there.client, said)).toBe("/now/call/a1/log");

    const kept = (await there.client.draft.load("log:c1")) as ReturnType<typeof formOf>;
    expect(kept).toEqual(formOf(OUTCOME));
    expect({ answers: answers(kept), note: kept.note, ...about(kept) }).toEqual({
      answers: OUTCOME.answers,
      note: OUTCOME.note,
      presenting: OUTCOME.presenting,
      demographics: OUTCOME.demographics,
    });
    expect(there.client.status.value.attention).toBe(1);
  });

  it("never takes the place of what is half written", async () => {
    const there = await refused("invalid", "encounter.record");
    await there.client.draft.keep("log:c1", { half: "written" });
    const said = await saidAgain(there);
    if (said === null) throw new Error("it can be written again");

    await begun(there.client, said);

    expect(await there.client.draft.load("log:c1")).toEqual({ half: "written" });
  });

  it("is not offered where it would be refused again: what is not theirs to say", async () => {
    expect(await saidAgain(await refused("forbidden", "encounter.record"))).toBeNull();
  });

  it("is not offered for a call that this phone no longer has, nor while it cannot be read", async () => {
    const there = await refused("invalid", "encounter.record");
    const gone = { ...OUTCOME, assignment_id: "a9" };

    expect(toWriteAgain(there.client, there.held, gone)).toBeNull();
    expect(toWriteAgain(there.client, there.held, null)).toBeNull();
    expect(toWriteAgain(there.client, { ...there.held, stuck: true }, OUTCOME)).toBeNull();
  });
});

describe("a no to an offer that was not taken", () => {
  it("is never said once more", async () => {
    expect(await saidAgain(await refused("invalid", "assignment.decline"))).toBeNull();
  });
});
