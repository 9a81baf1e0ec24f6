import { describe, expect, it } from "vitest";
import { asArgs, asDraft, blank, type Draft, placed, toGo } from "./mediation";

const NOW = new Date(2026, 10, 2, 23, 30).getTime();

const full = (): Draft => ({
  ...blank(NOW),
  area: "north",
  parties: "4-6",
  conflict_type: "personal_disrespect",
  actions: ["separated", "shuttle_talk"],
  outcome: "resolved_temporarily",
  how_learned: "own_network",
});

describe("the confidential log", () => {
  it("asks six things; the day, the hour and the next look are filled in", () => {
    const draft = blank(NOW);

    expect(toGo(draft)).toHaveLength(6);
    expect(draft).toMatchObject({ day: "2026-11-02", part_of_day: "night", look_again: "24h" });
    expect(placed(draft)).toBe(false);
  });

  it("is eight taps with two things done and Save", () => {
    const answered = 5;
    const done = full().actions.length;

    expect(answered + done + 1).toBe(8);
    expect(toGo(full())).toEqual([]);
  });

  it("goes on with what was half entered as long as its day can be chosen, and reads nothing else", () => {
    const half = { ...blank(NOW), area: "north" };
    const day = 24 * 3_600_000;

    expect(asDraft(half, NOW + day)).toEqual(half);
    expect(asDraft(half, NOW + 2 * day)).toBeNull();
    for (const kept of [undefined, null, "half", {}]) expect(asDraft(kept, NOW)).toBeNull();
  });

  it("is no command while something is to go, and holds codes only when it is one", () => {
    expect(asArgs(blank(NOW))).toBeNull();
    expect(asArgs({ ...full(), actions: [] })).toBeNull();
    expect(asArgs(full())).toMatchObject({ area: "north", weapon_present: "unknown", look_again: "24h" });
  });
});
