/** What somebody wrote to be misread: marks that turn the writing around never reach a screen. */
import { describe, expect, it } from "vitest";
import { until } from "./clock";
import { newWorld } from "./world";

/** Shown as it is, the number reads 48 and what follows it backwards. */
const TURNED = "Gate \u202e84\u202c, \u2067side\u2069 door";
const PLAIN = "Gate 84, side door";
/** Marks that words of other scripts need, and a family of four, stay as they are. */
const NEEDED = "شارع\u200f 7 می\u200cروم 👨\u200d👩\u200d👧\u200d👦";

describe("words from the server", () => {
  it("come without marks that turn the writing around, over a request and over the socket", async () => {
    const world = await newWorld(["person:p1", "call:c1"]);
    const written = (id: string) => ({ id, number: "7", place: TURNED, note: NEEDED, version: 1 });
    world.server.feed.change(() => world.server.feed.put("call", "c1", written("c1"), "call:c1"));
    const client = await world.open();
    const call = (id: string): object | undefined => client.rows("call").value.get(id);
    await until(world.clock, () => client.rows("call").value.has("c1") && client.status.value.live);
    expect(call("c1")).toMatchObject({ place: PLAIN, note: NEEDED });
    const { length: pulls } = world.server.pulls;

    world.server.publish("call", "c2", written("c2"), "call:c1");
    await until(world.clock, () => client.rows("call").value.has("c2"));

    expect(world.server.pulls, "it came over the socket").toHaveLength(pulls);
    expect(call("c2")).toMatchObject({ place: PLAIN, note: NEEDED });
    client.close();
  });
});
