import { describe, expect, it } from "vitest";
import type { Help } from "../../schema";
import { openHelp, standOf, UNHEARD_MS } from "./state";

const NOON = 1_790_000_000_000;
const aHelp = (more: Partial<Help> = {}): Help => ({
  ...{ id: "h1", unit_id: "u1", by: "p1", name: "Ana", raised_at: NOON, received_at: NOON },
  ...{ taken_at: null, ended_at: null, ending: null, version: 1 },
  ...more,
});

describe("a call for help on the phone", () => {
  it("is one's own that is not over, the newest of several", () => {
    const helps = [
      aHelp({ id: "over", ended_at: NOON }),
      aHelp({ id: "older", raised_at: NOON - 1 }),
      aHelp({ id: "newest" }),
      aHelp({ id: "somebody's", by: "p2", raised_at: NOON + 1 }),
    ];

    expect(openHelp(helps, "p1")?.id).toBe("newest");
    expect(openHelp(helps, "p3")).toBeUndefined();
  });

  it("is never called sent while it lies here without a signal, and not heard before dispatch says so", () => {
    const stand = (more: { isHere?: boolean; isLive?: boolean; after?: number; taken_at?: number }) =>
      standOf(aHelp({ taken_at: more.taken_at ?? null }), {
        isHere: more.isHere ?? false,
        isLive: more.isLive ?? true,
        now: NOON + (more.after ?? 0),
      });

    expect(stand({ isHere: true, isLive: false })).toBe("here");
    expect(stand({ isHere: true, isLive: false, after: UNHEARD_MS })).toBe("here");
    expect(stand({ isHere: true })).toBe("sent");
    expect(stand({ after: UNHEARD_MS - 1 })).toBe("sent");
    expect(stand({ after: UNHEARD_MS })).toBe("unheard");
    expect(stand({ after: UNHEARD_MS, taken_at: NOON })).toBe("taken");
  });
});
