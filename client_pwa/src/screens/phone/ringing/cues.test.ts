import { describe, expect, it } from "vitest";
import { againAfter, type Cause, causeOf, cueOf, type Kind, type Situation } from "./cues";

const NOTHING: Situation = { going: null, offer: null, check: null };
const offer = (priority: "P0" | "P1" | "P2" | "P3" | "P4" | null, left: number | null = 120_000) => ({
  ...NOTHING,
  offer: { id: "a1", priority, left },
});
const kindOf = (situation: Situation): Kind | undefined => causeOf(situation)?.kind;

/** When it is played within a minute, in seconds. */
const within = (cause: Cause | null): readonly number[] => {
  const times: number[] = [];
  if (cause === null) return times;
  for (let at: number | null = 0, n = 0; at !== null && at <= 60_000; n += 1) {
    times.push(at / 1000);
    const wait = againAfter(cause.kind, n, cause.lasts);
    at = wait === null ? null : at + wait;
  }
  return times;
};

const every = (seconds: number): readonly number[] => Array.from({ length: 60 / seconds + 1 }, (_, n) => n * seconds);

describe("what sounds, and when", () => {
  it.each([
    ["a colleague's help", { ...NOTHING, going: "h1" }, every(5)],
    ["an offer of P0", offer("P0"), every(4)],
    ["an offer of P1", offer("P1"), every(4)],
    ["an offer whose call is not here yet", offer(null), every(4)],
    ["an offer of P2", offer("P2"), [0, 8, 16, 24, 32, 40, 48, 56]],
    ["an offer of P3: at half time once more", offer("P3", 40_000), [0, 20]],
    ["an offer of P3 that has no end", offer("P3", null), [0]],
    ["an offer of P4", offer("P4"), [0]],
    ["a check-in two minutes ahead", { ...NOTHING, check: { id: "a1", how: "soon" } } as const, [0]],
    ["a check-in that is due", { ...NOTHING, check: { id: "a1", how: "due" } } as const, every(20)],
    ["nothing", NOTHING, []],
  ] as const)("%s", (_what, situation, seconds) => {
    expect(within(causeOf(situation))).toEqual(seconds);
  });

  it("is one thing at a time: help, then what cannot wait, then a check-in, then the rest", () => {
    const due = { id: "a1", how: "due" } as const;
    expect(kindOf({ ...offer("P1"), going: "h1", check: due })).toBe("going");
    expect(kindOf({ ...offer("P1"), check: due })).toBe("urgent");
    expect(kindOf({ ...offer("P2"), check: due })).toBe("due");
    expect(kindOf({ ...offer("P3"), check: { id: "a1", how: "soon" } })).toBe("low");
    expect(kindOf({ ...offer("P4"), check: { id: "a1", how: "soon" } })).toBe("soon");
  });
});

const KINDS = ["going", "urgent", "offer", "low", "lowest", "soon", "due"] as const satisfies readonly Kind[];
/** When notes begin and how long they last, whatever their pitch. */
const rhythm = (kind: Kind): string =>
  cueOf(kind, false)
    .notes.map(({ at, lasts }) => `${at}+${lasts}`)
    .join(" ");

describe("a sound", () => {
  it("is told apart from every other by its rhythm alone, and so is the shaking", () => {
    const heard = KINDS.map(rhythm).filter((each) => each !== "");
    const felt = KINDS.map((kind) => cueOf(kind, false).shakes.join(" "));

    expect(heard).toHaveLength(5);
    expect(new Set(heard).size).toBe(heard.length);
    expect(new Set(felt).size).toBe(KINDS.length);
  });

  it("is over before it comes again", () => {
    for (const kind of KINDS) {
      const { notes, shakes } = cueOf(kind, false);
      const ends = [...notes.map(({ at, lasts }) => at + lasts), shakes.reduce((sum, each) => sum + each, 0)];
      expect(againAfter(kind, 0, 60_000) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(Math.max(...ends));
    }
  });

  it("is never heard where it must be quiet; what is about safety is felt all the same", () => {
    const felt = KINDS.filter((kind) => cueOf(kind, true).shakes.length > 0);

    for (const kind of KINDS) expect(cueOf(kind, true).notes).toEqual([]);
    expect(felt).toEqual(["going", "soon", "due"]);
  });
});
