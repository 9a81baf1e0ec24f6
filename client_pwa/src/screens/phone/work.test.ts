import { describe, expect, it } from "vitest";
import type { Assignment, Call, Encounter, Unit } from "../../schema";
import type { Waiting } from "../../sync/client";
import {
  activeOf,
  callAtHand,
  isOver,
  isShared,
  ladder,
  lived,
  logsDue,
  myUnit,
  offerOf,
  stepsFrom,
  unsentSteps,
} from "./work";

const NOW = 1_800_000_000_000;
const UNIT: Unit = {
  id: "heron",
  name: "Heron",
  status: "available",
  status_at: NOW,
  shift_id: "shift",
  shift_started_at: NOW,
  skills: [],
  members: [{ person_id: "ama", name: "Ama", skills: [] }],
  version: 1,
};

const assignment = (change: Partial<Assignment>): Assignment => ({
  id: "a",
  call_id: "c",
  unit_id: "heron",
  state: "offered",
  offered_at: NOW - 1000,
  answer_by: NOW + 60_000,
  accepted_at: null,
  enroute_at: null,
  staged_at: null,
  arrived_at: null,
  contact_at: null,
  transport_at: null,
  dest_at: null,
  cleared_at: null,
  ended_at: null,
  ending: null,
  decline_reason: null,
  self_initiated: false,
  outcome: "none",
  origin: "device",
  said_by: null,
  ladder: [],
  version: 1,
  ...change,
});

const rows = (...all: readonly Assignment[]): ReadonlyMap<string, Assignment> =>
  new Map(all.map((each) => [each.id, each]));

describe("my team", () => {
  it("is the one on shift that I am signed on to", () => {
    expect(myUnit(new Map([["heron", UNIT]]), "ama")).toBe(UNIT);
    expect(myUnit(new Map([["heron", UNIT]]), "ben")).toBeNull();
    expect(myUnit(new Map([["heron", { ...UNIT, shift_id: null }]]), "ama")).toBeNull();
  });
});

describe("the offer to answer", () => {
  it("is ours, open, and has time left", () => {
    const open = assignment({});

    expect(offerOf(rows(open), UNIT, NOW)).toBe(open);
    expect(offerOf(rows(open), UNIT, NOW + 60_000)).toBeNull();
    expect(offerOf(rows(assignment({ unit_id: "wren" })), UNIT, NOW)).toBeNull();
    expect(offerOf(rows(assignment({ state: "declined" })), UNIT, NOW)).toBeNull();
    expect(offerOf(rows(open), null, NOW)).toBeNull();
  });

  it("with the least time comes first, and one without an end last", () => {
    const soon = assignment({ id: "soon", answer_by: NOW + 5000 });
    const never = assignment({ id: "never", answer_by: null });

    expect(offerOf(rows(never, assignment({}), soon), UNIT, NOW)?.id).toBe("soon");
    expect(offerOf(rows(never), UNIT, NOW + 10 ** 9)?.id).toBe("never");
  });
});

describe("the call at hand", () => {
  it("is the one with the person before the one on the way", () => {
    const going = assignment({ id: "going", state: "enroute" });
    const there = assignment({ id: "there", state: "contact" });

    expect(activeOf(rows(going, there), UNIT, "ama")?.id).toBe("there");
  });

  it("goes on for whoever was asked when their shift has ended, and so does its log", () => {
    const rung = { person_id: "ama", sent_at: NOW, delivered_at: NOW, shown_at: NOW };
    const going = assignment({ state: "on_scene", ladder: [rung] });
    const others = assignment({
      id: "others",
      unit_id: "wren",
      state: "contact",
      ladder: [{ ...rung, person_id: "ben" }],
    });
    const calls = new Map([["c", {} as Call]]);
    const cleared = { ...going, state: "cleared", outcome: "due" } as const;

    expect(activeOf(rows(going, others), null, "ama")?.id).toBe("a");
    expect(activeOf(rows(others), null, "ama")).toBeNull();
    expect(logsDue(rows(cleared, others), new Map(), calls, null, "ama")).toHaveLength(1);
  });

  it("is the last cleared when none is under way", () => {
    const early = assignment({ id: "early", state: "cleared", cleared_at: NOW - 5000 });
    const late = assignment({ id: "late", state: "cleared", cleared_at: NOW - 1000 });

    expect(callAtHand(rows(early, late), UNIT, "ama")?.id).toBe("late");
  });

  it("asks for a log until one was saved", () => {
    const cleared = assignment({ state: "cleared", cleared_at: NOW, outcome: "due" });
    const calls = new Map([["c", { id: "c" } as never]]);

    expect(logsDue(rows(cleared), new Map(), calls, UNIT, "ama")).toHaveLength(1);
    expect(logsDue(rows({ ...cleared, outcome: "saved" }), new Map(), calls, UNIT, "ama")).toHaveLength(0);
  });

  it("is not what another team wrote about the same call", () => {
    const cleared = assignment({ state: "cleared", outcome: "due", cleared_at: NOW });
    const calls = new Map([["c", {} as Call]]);
    const written = (unit_id: string) => new Map([["e", { call_id: "c", unit_id } as Encounter]]);

    expect(logsDue(rows(cleared), written("wren"), calls, UNIT, "ama")).toHaveLength(1);
    expect(logsDue(rows(cleared), written("heron"), calls, UNIT, "ama")).toHaveLength(0);
  });
});

const ON_CALL = { id: "a", call_id: "call" } as Assignment;

describe("the ladder", () => {
  it("shows done, now and to come, with times", () => {
    const steps = ladder(assignment({ state: "on_scene", enroute_at: NOW, arrived_at: NOW + 1 }), 0);

    expect(steps.map((step) => [step.stage, step.state])).toEqual([
      ["enroute", "done"],
      ["on_scene", "now"],
      ["contact", "todo"],
      ["cleared", "todo"],
    ]);
  });

  it("draws what is saved here and not sent as waiting", () => {
    const cleared = assignment({
      state: "cleared",
      enroute_at: NOW,
      arrived_at: NOW,
      contact_at: NOW,
      cleared_at: NOW,
    });

    expect(ladder(cleared, 2).map((step) => step.unsent)).toEqual([false, false, true, true]);
  });

  it("has the other steps only when they happened", () => {
    const stages = ladder(assignment({ state: "transporting", transport_at: NOW }), 0).map((step) => step.stage);

    expect(stages).toContain("transporting");
    expect(stages).toContain("at_destination");
    expect(stages).not.toContain("staging");
  });

  it("counts the unsent steps of this call only", () => {
    const step = { id: "1", type: "assignment.stage", entity: "a", savedAt: NOW } as const;
    const saved = { ...step, state: "saved", code: null, stuck: false } as const;

    expect(unsentSteps([saved, { ...saved, entity: "b" }, { ...saved, state: "sent" }], ON_CALL)).toBe(1);
  });

  it("counts a step that was taken back as none", () => {
    const step = { id: "1", type: "assignment.stage", entity: "a", savedAt: NOW } as const;
    const saved = { ...step, state: "saved", code: null, stuck: false } as const;

    expect(unsentSteps([saved, saved, { ...saved, type: "assignment.take_back" }], ON_CALL)).toBe(1);
  });

  it("counts every step with somebody they came across until that itself is sent", () => {
    const step = { id: "1", type: "call.meet", entity: "call", savedAt: NOW } as const;
    const saved = { ...step, state: "saved", code: null, stuck: false } as const;
    const met = assignment({ state: "contact", arrived_at: NOW, contact_at: NOW });
    const dashed = (waiting: Waiting): number =>
      ladder(met, unsentSteps([waiting], { ...met, call_id: "call" })).filter(({ unsent }) => unsent).length;

    expect(dashed(saved)).toBe(2);
    expect(dashed({ ...saved, entity: "another" })).toBe(0);
  });

  it("has one next step from every state under way, and none after the end", () => {
    expect(stepsFrom("accepted")?.next).toBe("enroute");
    expect(stepsFrom("contact")).toEqual({ next: "cleared", other: "transporting" });
    expect(stepsFrom("cleared")).toBeNull();
    expect(stepsFrom("preempted")).toBeNull();
  });
});

describe("an offer that left the phone", () => {
  it("ran out at its end, also by a clock that is a second behind", () => {
    expect(isOver(assignment({ answer_by: NOW }), NOW - 1000)).toBe(true);
    expect(isOver(assignment({ answer_by: NOW }), NOW + 60_000)).toBe(true);
  });

  it("did not run out while there was time, or where it had no end", () => {
    expect(isOver(assignment({ answer_by: NOW + 30_000 }), NOW)).toBe(false);
    expect(isOver(assignment({ answer_by: null }), NOW)).toBe(false);
  });
});

describe("an assignment that was lost", () => {
  const lost = assignment({ id: "lost", state: "superseded" });
  const went = assignment({ id: "went", state: "on_scene", self_initiated: true, begun: "too_late" });

  it("goes on as the one that stands in for it", () => {
    expect(lived(rows(lost, went), "lost")).toBe(went);
    expect(lived(rows(lost, went), "went")).toBe(went);
    expect(lived(rows(lost), "lost")).toBe(lost);
    expect(lived(rows(lost), "other")).toBeNull();
  });

  it("has no stand-in of another team, of another call, or once the team had arrived", () => {
    expect(lived(rows(lost, { ...went, unit_id: "wren" }), "lost")).toBe(lost);
    expect(lived(rows(lost, { ...went, call_id: "d" }), "lost")).toBe(lost);
    const there = { ...lost, arrived_at: NOW };
    expect(lived(rows(there, went), "lost")).toBe(there);
  });

  it("says whether another team is on the call", () => {
    const other = assignment({ id: "other", unit_id: "wren", state: "enroute" });

    expect(isShared(rows(went, other), went)).toBe(true);
    expect(isShared(rows(went, { ...other, state: "cleared" }), went)).toBe(false);
    expect(isShared(rows(went, lost), went)).toBe(false);
  });
});
