import { describe, expect, it } from "vitest";
import type { Alarm, Callout, Coming, Duty } from "../../schema";
import {
  asCallout,
  isPressing,
  type Mine,
  mine,
  needsLead,
  onCallUntil,
  rowsOf,
  rungOf,
  standOf,
  toAnswer,
} from "./callouts";

const NOON = 1_790_000_000_000;
const HOUR = 3_600_000;

const callout = (change: Partial<Callout> = {}): Callout => ({
  ...{ id: "o1", by: "lead", area: "north", part_of_day: "night", kind: "vigil", people: 1, state: "open", coming: 0 },
  ...{ made_at: NOON, ended_at: null, ending: null, step: null, version: 1 },
  ...change,
});

const part = (change: Partial<Coming> = {}): Coming => ({
  ...{ id: "o1p1", callout_id: "o1", person_id: "p1", name: "Tre", phone: null, asked_at: NOON },
  ...{ sent_at: null, delivered_at: null, shown_at: null, pushed_at: null, push_failed_at: null, rang_at: null },
  ...{ answer: null, said_at: null, from_at: null, also: false, checked_at: null, check_by: null },
  ...{ missed_at: null, no_link: false, safe_at: null, version: 1 },
  ...change,
});

const COMES = { answer: "coming", said_at: NOON, from_at: NOON, check_by: NOON + HOUR } as const;

const both = (of: Partial<Coming>, and: Partial<Callout> = {}): Mine => ({ callout: callout(and), coming: part(of) });

describe("a call-out on the phone of whoever is asked", () => {
  it.each([
    ["asked", both({})],
    ["asked", both({}, { state: "filled" })],
    ["over", both({}, { state: "ended" })],
    ["cannot", both({ answer: "cannot" })],
    ["coming", both(COMES)],
    ["late", both({ ...COMES, check_by: NOON })],
    ["late", both({ ...COMES, check_by: NOON }, { state: "ended" })],
    ["safe", both({ ...COMES, check_by: null, safe_at: NOON })],
  ] as const)("is %s, by this phone's own count", (stand, each) => {
    expect(standOf(each, NOON)).toBe(stand);
    expect(isPressing(each, NOON)).toBe(stand === "asked" || stand === "late");
  });

  it("comes first where a word is due, and shows nothing of a colleague's part", () => {
    const parts = [
      part({ id: "a", callout_id: "o1", answer: "cannot" }),
      part({ id: "b", callout_id: "o2" }),
      part({ id: "c", callout_id: "o3", ...COMES, check_by: NOON - 1 }),
      part({ id: "d", callout_id: "o2", person_id: "p2" }),
      part({ id: "e", callout_id: "gone" }),
    ];
    const callouts = ["o1", "o2", "o3"].map((id) => callout({ id }));

    expect(mine(callouts, parts, "p1", NOON).map(({ coming }) => coming.id)).toEqual(["c", "b", "a"]);
  });

  it("asks only who is on call, and that ends by itself", () => {
    const duty: Duty = { id: "p1", name: "", on_call: true, said_at: NOON, until_at: NOON + 12 * HOUR, version: 1 };

    expect(onCallUntil(duty, NOON)).toBe(NOON + 12 * HOUR);
    expect(onCallUntil(duty, NOON + 12 * HOUR)).toBeNull();
    expect(onCallUntil({ ...duty, on_call: false, until_at: null }, NOON)).toBeNull();
    expect(onCallUntil(undefined, NOON)).toBeNull();
  });
});

describe("the lead's board", () => {
  it("has what needs the lead first, and what is settled last", () => {
    const callouts = [
      callout({ id: "settled", state: "ended" }),
      callout({ id: "filled", state: "filled" }),
      callout({ id: "open" }),
      callout({ id: "unanswered", step: "lead" }),
      callout({ id: "missed", state: "ended" }),
    ];
    const parts = [
      part({ id: "a", callout_id: "missed", ...COMES, missed_at: NOON }),
      part({ id: "b", callout_id: "settled", ...COMES, safe_at: NOON }),
    ];
    const rows = rowsOf(callouts, parts);

    expect(rows.map((row) => row.callout.id)).toEqual(["missed", "unanswered", "open", "filled", "settled"]);
    expect(rows.map((row) => row.settled)).toEqual([false, false, false, false, true]);
  });

  it("counts who is missed, what nobody answers and what came due while nobody was there", () => {
    const gap: Alarm = {
      ...{ id: "g", kind: "gap", call_id: null, assignment_id: null, unit_id: null },
      ...{ raised_at: NOON, resolved_at: null },
    };
    const rows = rowsOf([callout({ step: "phone" })], [part({ ...COMES, missed_at: NOON })]);

    expect(needsLead(rows, [gap, { ...gap, id: "g2", resolved_at: NOON }])).toBe(3);
    expect(needsLead(rowsOf([callout()], [part()]), [])).toBe(0);
  });

  it.each([
    ["asked", {}],
    ["sent", { sent_at: 1 }],
    ["delivered", { sent_at: 1, delivered_at: 2 }],
    ["rang", { delivered_at: 2, rang_at: 3 }],
    ["shown", { rang_at: 3, shown_at: 4 }],
    ["cannot", { shown_at: 4, answer: "cannot", said_at: 5 }],
    ["coming", COMES],
    ["safe", { ...COMES, safe_at: 9 }],
  ] as const)("says how far it climbed towards somebody: %s", (rung, change) => {
    expect(rungOf(part(change))[0]).toBe(rung);
  });
});

describe("a new call-out", () => {
  it("is no command while something is to go, and then codes only", () => {
    const draft = { kind: null, area: null, part_of_day: "night", people: 1 } as const;

    expect(toAnswer(draft)).toEqual(["kind", "area"]);
    expect(asCallout(draft)).toBeNull();
    expect(asCallout({ ...draft, kind: "vigil", area: "north" })).toEqual({
      ...{ kind: "vigil", area: "north", part_of_day: "night", people: 1 },
    });
  });
});
