import { describe, expect, it } from "vitest";
import {
  attempts,
  furthest,
  isSilent,
  nextStages,
  rungs,
  SILENT_MS,
  stages,
} from "../../src/screens/desk/rules/ladder";
import { anAssignment, NOON } from "./rows";

const rung = (person_id: string, sent_at: number | null, delivered_at: number | null, shown_at: number | null) => ({
  person_id,
  sent_at,
  delivered_at,
  shown_at,
});

describe("the delivery ladder", () => {
  it("tells of each rung the first person's time", () => {
    const offer = anAssignment({
      id: "a",
      accepted_at: NOON + 9,
      state: "accepted",
      ladder: [rung("p1", NOON + 2, NOON + 5, null), rung("p2", NOON + 1, NOON + 6, NOON + 7)],
    });

    expect(rungs(offer, NOON + 10).map((it) => [it.name, it.at])).toEqual([
      ["stored", NOON],
      ["sent", NOON + 1],
      ["delivered", NOON + 5],
      ["shown", NOON + 7],
      ["accepted", NOON + 9],
    ]);
  });

  it("knows that what is on a phone was sent to it, and guesses no time", () => {
    const offer = anAssignment({ id: "a", ladder: [rung("p1", null, NOON + 5, null)] });

    expect(rungs(offer, NOON + 10).slice(0, 4)).toEqual([
      { name: "stored", at: NOON, state: "done" },
      { name: "sent", at: null, state: "done" },
      { name: "delivered", at: NOON + 5, state: "done" },
      { name: "shown", at: null, state: "todo" },
    ]);
  });

  it("takes no yes by voice for a sign that a phone rang", () => {
    const offer = anAssignment({ id: "a", state: "accepted", accepted_at: NOON + 9, origin: "manual" });

    expect(rungs(offer, NOON + 10).map((it) => it.state)).toEqual(["done", "todo", "todo", "todo", "done"]);
  });

  it("does not call stored what this desk has only saved", () => {
    const offer = anAssignment({ id: "a", version: 0 });

    expect(rungs(offer, NOON + SILENT_MS * 2).map((it) => it.state)).toEqual(["wait", "todo", "todo", "todo", "todo"]);
  });

  it("fails delivery when no phone answered for too long, and not a moment before", () => {
    const offer = anAssignment({ id: "a", ladder: [rung("p1", NOON, null, null)] });

    expect(isSilent(offer, NOON + SILENT_MS)).toBe(false);
    expect(rungs(offer, NOON + SILENT_MS + 1)[2]).toEqual({ name: "delivered", at: null, state: "fail" });
  });

  it("is not silent once one phone has it, or the offer is over", () => {
    const late = NOON + SILENT_MS * 2;

    expect(isSilent(anAssignment({ id: "a", ladder: [rung("p1", NOON, NOON, null)] }), late)).toBe(false);
    expect(isSilent(anAssignment({ id: "a", state: "expired" }), late)).toBe(false);
  });

  it("tells how far it came with one person", () => {
    expect(furthest(rung("p", 1, 2, 3))).toMatchObject({ name: "shown", at: 3 });
    expect(furthest(rung("p", 1, 2, null))).toMatchObject({ name: "delivered", at: 2 });
    expect(furthest(rung("p", 1, null, null))).toMatchObject({ name: "sent", at: 1 });
    expect(furthest(rung("p", null, null, null))).toMatchObject({ name: "stored", at: null });
  });
});

describe("the stages", () => {
  it("shows the usual ones, rare ones only when they were reached, and which were passed and not told", () => {
    const going = anAssignment({ id: "a", state: "transporting", enroute_at: 1, arrived_at: 2, transport_at: 3 });

    expect(stages(going).map((it) => [it.name, it.state])).toEqual([
      ["enroute", "done"],
      ["on_scene", "done"],
      ["contact", "unsure"],
      ["transporting", "done"],
      ["cleared", "todo"],
    ]);
  });

  it("proposes by voice what comes next, the usual first", () => {
    const next = (state: "on_scene" | "offered") => nextStages(anAssignment({ id: "a", state }));

    expect(next("on_scene")).toEqual(["contact", "cleared", "transporting", "at_destination"]);
    expect(next("offered")[0]).toBe("enroute");
  });

  it("asks of a team that is clear only what nobody told", () => {
    const done = anAssignment({ id: "a", state: "cleared", enroute_at: 1, contact_at: 2, cleared_at: 3 });

    expect(nextStages(done)).toEqual(["on_scene", "staging", "transporting", "at_destination"]);
  });
});

describe("what we did to tell somebody", () => {
  it("is what a provider took in the end, else that it would not, and never delivery", () => {
    const tried = {
      ...rung("p1", null, null, null),
      push_failed_at: NOON + 1,
      pushed_at: NOON + 3,
      text_failed_at: NOON + 30,
    };

    expect(attempts(tried)).toEqual([
      { name: "pushed", at: NOON + 3 },
      { name: "textFailed", at: NOON + 30 },
    ]);
    expect(attempts({ ...tried, rang_at: NOON + 5 })[0], "a phone said so").toEqual({ name: "rang", at: NOON + 5 });
    expect(attempts(rung("p1", NOON, NOON, null))).toEqual([]);
    expect(furthest(tried).name).toBe("stored");
  });
});
