import { describe, expect, it } from "vitest";
import { PROVEN_MS } from "../../../sync/later/proven";
import { asHeard, standingOf } from "./standing";

const HERE = "https://push.example/1";
const RANG = { said: "rang", at: 1000, where: HERE } as const;

describe("the alarm of a phone", () => {
  it("counts as heard for a shift, and is then to be tried anew", () => {
    expect(standingOf("on", RANG, 1000 + PROVEN_MS)).toBe("rang");
    expect(standingOf("on", RANG, 1001 + PROVEN_MS)).toBe("untried");
    expect(standingOf("on", { ...RANG, said: "silent" }, 2000)).toBe("silent");
  });

  it.each(["drill", "unable", "refused"] as const)("is none where it is %s, whatever was heard before", (leave) => {
    expect(standingOf(leave, RANG, 2000)).toBe(leave);
  });

  it("is not proven by what was heard before it was allowed", () => {
    expect(standingOf("ask", RANG, 2000)).toBe("untried");
  });

  it("reads what it kept and nothing else", () => {
    expect(asHeard(RANG, HERE)).toEqual(RANG);
    for (const kept of [null, 1, {}, { said: "rang" }, { ...RANG, said: "no" }, { said: "rang", at: 1 }])
      expect(asHeard(kept, HERE)).toBeNull();
  });

  it.each(["https://push.example/2", null])("is not proven by what was heard elsewhere than at %s", (now) => {
    expect(asHeard(RANG, now)).toBeNull();
  });
});
