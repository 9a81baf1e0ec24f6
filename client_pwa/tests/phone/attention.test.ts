import { describe, expect, it } from "vitest";
import { reason } from "../../src/screens/phone/attention";

const held = (code: string, type = "assignment.stage") => reason({ type, code, stuck: false });

describe("why something was not accepted", () => {
  it("is said in words, without the server's name for it", () => {
    for (const code of ["conflict", "forbidden", "invalid"]) expect(held(code)).not.toContain(code);
  });

  it("is told by that name alone where this app has no words for it, so that dispatch can be asked", () => {
    expect(held("not_yet_known")).toContain("“not_yet_known”");
  });
});
