import { describe, expect, it } from "vitest";
import { DESK } from "../../src/sync/later/desk/offers";
import { overlaid, type Pending } from "../../src/sync/overlay";
import { NO_TABLES } from "../../src/sync/replica";
import { NOON } from "./clock";
import { ASSIGNMENT, CALL, stage, tables, TEAM, UNIT } from "./overlay.team";
import { command } from "./pending";

const BOARD = tables(["assignment", ASSIGNMENT], ["call", CALL], ["unit", UNIT]);

describe("a step taken back", () => {
  const back = (name: string): Pending => command("assignment.take_back", "a1", { ...TEAM, stage: name }, NOON + 9);
  const yes = command("assignment.accept", "a1", TEAM);

  it("leaves the call where it was before", () => {
    const { assignment, unit } = overlaid(BOARD, [
      ...[yes, stage("enroute", NOON + 1), stage("on_scene", NOON + 2), back("on_scene")],
    ]);

    expect(assignment.get("a1")).toMatchObject({
      ...{ state: "enroute", enroute_at: NOON + 1, arrived_at: null, outcome: "none", check_due_at: null },
    });
    expect(unit.get("u1")?.status).toBe("enroute");
  });

  it("of being clear gives the call back", () => {
    const { assignment } = overlaid(BOARD, [yes, stage("contact"), stage("cleared", NOON + 2), back("cleared")]);

    expect(assignment.get("a1")).toMatchObject({ state: "contact", cleared_at: null, ended_at: null });
  });

  it("as the first of them leaves the call with the team", () => {
    const { assignment, unit } = overlaid(BOARD, [yes, stage("enroute"), back("enroute")]);

    expect(assignment.get("a1")).toMatchObject({ state: "accepted", enroute_at: null });
    expect(unit.get("u1")?.status).toBe("assigned");
  });

  it("on a call that the desk ended takes only the time", () => {
    const over = command("assignment.end", "a1", { ending: "cancelled" });
    const ended = overlaid(BOARD, [yes, stage("enroute"), stage("on_scene"), over], DESK);
    const { assignment } = overlaid(ended, [back("on_scene")]);

    expect(assignment.get("a1")).toMatchObject({ state: "cancelled_on_scene", arrived_at: null, ended_at: NOON });
  });
});

describe("stages", () => {
  it("go forward only, and keep the earliest time of each", () => {
    const { assignment, unit, call } = overlaid(BOARD, [
      command("assignment.accept", "a1", TEAM),
      stage("contact", NOON + 5),
      stage("enroute", NOON + 9, { reached_at: NOON + 1 }),
      stage("contact", NOON + 9, { reached_at: NOON + 2 }),
    ]);

    expect(assignment.get("a1")).toMatchObject({
      ...{ state: "contact", accepted_at: NOON, enroute_at: NOON + 1, contact_at: NOON + 2 },
    });
    expect(unit.get("u1")?.status).toBe("on_scene");
    expect(call.get("c1")?.status).toBe("active");
  });

  it("end with clear: the outcome is due and the unit free", () => {
    const { assignment, unit, call } = overlaid(BOARD, [stage("on_scene"), stage("cleared", NOON + 7)]);

    expect(assignment.get("a1")).toMatchObject({ state: "cleared", ended_at: NOON + 7, outcome: "due" });
    expect(unit.get("u1")?.status).toBe("available");
    expect(call.get("c1")).toMatchObject({ status: "closed", closed_at: NOON + 7 });
  });

  it("told by this device's clock are shown in the organization's time", () => {
    const late = { ...stage("on_scene", NOON, { reached_at: 100 }), skew_ms: 7 } as Pending;

    expect(overlaid(BOARD, [late]).assignment.get("a1")?.arrived_at).toBe(107);
  });

  it("that correct a time stand though they are later", () => {
    const early = tables(["assignment", { ...ASSIGNMENT, state: "on_scene", arrived_at: 50 } as { id: string }]);
    const fix = stage("on_scene", NOON, { reached_at: 90, corrects: true });

    expect(overlaid(early, [fix]).assignment.get("a1")?.arrived_at).toBe(90);
    expect(overlaid(early, [stage("on_scene", NOON, { reached_at: 90 })]).assignment.get("a1")?.arrived_at).toBe(50);
  });

  it("of an offer that was lost stand as self-initiated: a fact needs no offer", () => {
    const lost = tables(["assignment", { ...ASSIGNMENT, state: "expired", ended_at: 4 } as { id: string }]);

    const { assignment } = overlaid(lost, [stage("on_scene")]);
    const never = overlaid(NO_TABLES, [stage("on_scene")]).assignment;

    const late = { state: "on_scene", self_initiated: true, begun: "too_late", ended_at: null };
    expect(assignment.get("a1")).toMatchObject(late);
    expect(never.get("a1")).toMatchObject({ state: "on_scene", self_initiated: true, begun: "by_itself", ...TEAM });
  });

  it("of an assignment the desk ended, or the team said no to, say so", () => {
    const over = (more: object) => tables(["assignment", { ...ASSIGNMENT, ended_at: 4, ...more } as { id: string }]);
    const begun = (more: object) => overlaid(over(more), [stage("on_scene")]).assignment.get("a1")?.begun;

    expect(begun({ state: "preempted", accepted_at: 3 })).toBe("after_end");
    expect(begun({ state: "declined", accepted_at: null })).toBe("by_itself");
  });

  it("that the server already shows are not undone by an accept that comes late", () => {
    const ahead = tables(["assignment", { ...ASSIGNMENT, state: "enroute" } as { id: string }]);

    const { assignment } = overlaid(ahead, [command("assignment.accept", "a1", TEAM)]);

    expect(assignment.get("a1")?.state).toBe("enroute");
  });
});
