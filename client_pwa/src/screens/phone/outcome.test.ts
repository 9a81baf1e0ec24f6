import { describe, expect, it } from "vitest";
import { answers, asDraft, draftOf } from "./answered";
import { type AxisName, allowed, axisOf, blank, type Draft, ofCall, shown, type Tap, tapped, toGo } from "./outcome";
import { looksPersonal } from "../../text/personal";

/** Taps like a thumb: only what is open on the screen, and counts each. */
const thumb = (taps: readonly Tap[], from: Draft = blank("police")): { draft: Draft; count: number } => {
  let draft = from;
  let count = 0;
  for (const tap of taps) {
    const axis = axisOf(tap);
    const open = shown(draft, null).filter((each) => each.look === "open");
    expect(open.map((each) => each.axis)).toContain(axis);
    expect(allowed(draft, tap)).toBe(true);
    draft = tapped(draft, tap);
    count += 1;
  }
  return { draft, count };
};

const MET: readonly Tap[] = [
  { on: "contact", value: "contact_made" },
  { on: "ended", value: "resolved_on_scene" },
  { on: "moved", value: "nobody" },
  { on: "others", value: "nobody" },
  { on: "service", value: "active_listening" },
  { on: "service", value: "deescalation" },
  { on: "supply", value: "water", n: 1 },
  { on: "safe", value: "yes" },
];

describe("tap counts", () => {
  it("a call where nobody was met is saved in 4 taps", () => {
    const { draft, count } = thumb([
      { on: "contact", value: "gone" },
      { on: "others", value: "nobody" },
      { on: "safe", value: "yes" },
    ]);

    expect(toGo(draft)).toEqual([]);
    expect(count + 1).toBe(4);
  });

  it("a visit to somebody who did not want help is saved in 4 taps, and says no more than that", () => {
    const { draft, count } = thumb([
      { on: "contact", value: "contact_declined" },
      { on: "others", value: "nobody" },
      { on: "safe", value: "yes" },
    ]);

    expect(count + 1).toBe(4);
    expect(answers(draft)).toMatchObject({
      contact_result: "contact_declined",
      resolution: null,
      transport: null,
      services: null,
      supplies: null,
    });
    expect(draftOf(answers(draft) ?? expect.fail("it is not finished"))).toEqual({ ...draft, hurt: false });
  });

  it("a typical visit is saved in 9 taps", () => {
    const { draft, count } = thumb(MET);

    expect(toGo(draft)).toEqual([]);
    expect(count + 1).toBe(9);
  });
});

describe("what is asked", () => {
  it("nobody met leaves out how it ended, who moved and what was done", () => {
    const draft = tapped(blank("police"), { on: "contact", value: "no_access" });

    expect(shown(draft, null).map((each) => each.axis)).toEqual(["contact", "others", "safe"]);
  });

  it("somebody who did not want help is asked the rest last, and half an answer is still to go", () => {
    const refused = tapped(blank("unknown"), { on: "contact", value: "contact_declined" });
    const half = tapped(refused, { on: "ended", value: "need_unmet" });

    expect(shown(refused, null).map((each) => each.axis)).toEqual([
      "contact",
      "others",
      "safe",
      "ended",
      "moved",
      "did",
    ]);
    expect(toGo(refused)).toEqual(["others", "safe"]);
    expect(toGo(half)).toEqual(["others", "safe", "ended"]);
    expect(toGo(tapped(half, { on: "unmet", value: "closed" }))).toEqual(["others", "safe"]);
    expect(toGo(tapped(refused, { on: "moved", value: "us" }))).toContain("moved");
  });

  it("nobody met stores nothing about anybody, even what was answered before", () => {
    const { draft } = thumb(MET);

    const said = answers(tapped(draft, { on: "contact", value: "gone" }));

    expect(said).toEqual({
      contact_result: "gone",
      others_on_scene: [],
      would_have_gone_to: "police",
      team_safe: true,
      staff_injured: false,
    });
  });

  it("a need not met asks why before it counts as answered", () => {
    const draft = tapped(tapped(blank("unknown"), { on: "contact", value: "contact_made" }), {
      on: "ended",
      value: "need_unmet",
    });

    expect(toGo(draft)).toContain("ended");
    expect(toGo(tapped(draft, { on: "unmet", value: "no_bed" }))).not.toContain("ended");
  });

  it("somebody moved asks where to", () => {
    const draft = tapped(tapped(blank("unknown"), { on: "contact", value: "contact_made" }), {
      on: "moved",
      value: "us",
    });

    expect(toGo(draft)).toContain("moved");
    expect(toGo(tapped(draft, { on: "destination", value: "shelter" }))).not.toContain("moved");
  });
});

describe("what cannot be tapped", () => {
  const met = tapped(blank("unknown"), { on: "contact", value: "contact_made" });
  const ended = (...values: readonly (Tap & { on: "ended" })["value"][]): Draft =>
    values.reduce<Draft>((draft, value) => tapped(draft, { on: "ended", value }), met);

  it.each<[string, Draft, Tap]>([
    [
      "a fourth ending",
      ended("referred", "safety_plan_made", "agreement_reached"),
      { on: "ended", value: "needs_followup" },
    ],
    ["no need and a need not met", ended("no_need_found"), { on: "ended", value: "need_unmet" }],
    ["a need not met and no need", ended("need_unmet"), { on: "ended", value: "no_need_found" }],
    ["nobody moved after taken to a service", ended("transported_service"), { on: "moved", value: "nobody" }],
    ["nobody else when the police took over", ended("police_took_over"), { on: "others", value: "nobody" }],
  ])("%s", (_what, draft, tap) => {
    expect(allowed(draft, tap)).toBe(false);
    expect(tapped(draft, tap)).toBe(draft);
  });

  it("hands, supplies and our van by phone", () => {
    const phone = tapped(blank("unknown"), { on: "contact", value: "contact_phone" });

    expect(allowed(phone, { on: "service", value: "first_aid" })).toBe(false);
    expect(allowed(phone, { on: "service", value: "active_listening" })).toBe(true);
    expect(allowed(phone, { on: "supply", value: "water", n: 1 })).toBe(false);
    expect(allowed(phone, { on: "moved", value: "us" })).toBe(false);
  });

  it("an answer made impossible later is asked again", () => {
    const { draft } = thumb(MET);

    const later = tapped(draft, { on: "ended", value: "ems_took_over" });

    expect(toGo(later)).toEqual(["others"]);
  });
});

describe("the draft", () => {
  it("says what the command says, supplies with their number", () => {
    const { draft } = thumb([...MET.slice(0, 7), { on: "supply", value: "water", n: 2 }, ...MET.slice(7)]);

    expect(answers(draft)).toMatchObject({
      resolution: ["resolved_on_scene"],
      transport: null,
      services: ["active_listening", "deescalation"],
      supplies: [{ code: "water", quantity: 2 }],
      persons_count: 1,
    });
  });

  it("is not a command while something is to go", () => {
    expect(answers(tapped(blank("police"), { on: "contact", value: "contact_made" }))).toBeNull();
  });

  it("comes back as it was kept, and nothing else does", () => {
    const { draft } = thumb(MET.slice(0, 4));

    expect(asDraft(structuredClone(draft))).toEqual(draft);
    expect(asDraft({ version: 7 })).toBeNull();
    expect(asDraft("?")).toBeNull();
  });

  it("folds an answered question and opens the next", () => {
    const { draft } = thumb(MET.slice(0, 3));
    const looks = Object.fromEntries(shown(draft, null).map((each): [AxisName, string] => [each.axis, each.look]));

    expect(looks).toEqual({ contact: "sum", ended: "sum", moved: "sum", others: "open", did: "todo", safe: "todo" });
  });
});

describe("a note", () => {
  it.each(["call her on 555-0119 later", "Spoke to Mr. Vega", "his brother Marcus came"])("warns: %s", (note) => {
    expect(looksPersonal(note)).toBe(true);
  });

  it.each(["", "He was calm after ten minutes.", "Two doses given, 3 min apart"])("is fine: %s", (note) => {
    expect(looksPersonal(note)).toBe(false);
  });
});

describe("a dispute of neighbours or in a family", () => {
  const met: readonly Tap[] = [...MET.slice(0, -1), { on: "safe", value: "yes" }];
  const at = (type: Parameters<typeof ofCall>[1], taps: readonly Tap[]): Draft =>
    taps.reduce((draft, tap) => ofCall(tapped(draft, tap), type), ofCall(blank("police"), type));

  it("is asked about last where the call is one, costs no tap, and may stay open", () => {
    const plain = at("WELFARE", met);
    const noise = at("NOISE", met);

    expect(shown(plain, null).map((each) => each.axis)).not.toContain("dispute");
    expect(shown(noise, null).at(-1)).toEqual({ axis: "dispute", look: "todo", now: false });
    expect(toGo(noise)).toEqual([]);
    expect(answers(noise)).toEqual(answers(plain));
  });

  it("is asked about wherever somebody mediated, and never of a quarrel with a partner", () => {
    const mediated: readonly Tap[] = [...met, { on: "service", value: "mediation" }];

    expect(shown(at("WELFARE", mediated), null).map((each) => each.axis)).toContain("dispute");
    expect(shown(at("DISPUTE_PARTNER", mediated), null).map((each) => each.axis)).not.toContain("dispute");
  });

  it("is saved whole or not at all, and read again as it was said", () => {
    const about: Tap = { on: "about", value: "noise" };
    const whole = at("DISPUTE_NEIGHBOR", [
      ...met,
      about,
      { on: "parties", value: 3 },
      { on: "followUp", value: "7d" },
      { on: "agreement", value: "partly" },
    ]);
    const said = answers(whole) ?? expect.fail("it is not finished");

    expect(toGo(at("DISPUTE_NEIGHBOR", [...met, about]))).toEqual(["dispute"]);
    expect(said.dispute).toEqual({ about: "noise", parties: 3, agreement: "partly", follow_up: "7d" });
    expect(ofCall(draftOf(said), "DISPUTE_NEIGHBOR")).toMatchObject({ about: "noise", parties: 3, followUp: "7d" });
    expect(
      shown(draftOf(said), null).map((each) => each.axis),
      "whatever the call is now taken as",
    ).toContain("dispute");
  });

  it("cannot be agreed and not agreed at once", () => {
    const agreed = at("NOISE", [...met, { on: "ended", value: "agreement_reached" }]);
    const calmer = at("NOISE", [...met, { on: "ended", value: "cooled_no_agreement" }]);

    expect(allowed(agreed, { on: "agreement", value: "no" })).toBe(false);
    expect(allowed(calmer, { on: "agreement", value: "yes" })).toBe(false);
    expect(allowed(calmer, { on: "agreement", value: "no" })).toBe(true);
    const no = at("NOISE", [...met, { on: "agreement", value: "no" }]);
    expect(allowed(no, { on: "ended", value: "agreement_reached" })).toBe(false);
  });

  it("is forgotten where nobody was met", () => {
    const draft = at("NOISE", [...met, { on: "about", value: "noise" }, { on: "agreement", value: "yes" }]);

    expect(answers(tapped(draft, { on: "contact", value: "gone" }))).not.toHaveProperty("dispute");
  });
});
