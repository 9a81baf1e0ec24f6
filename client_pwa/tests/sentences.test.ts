import { describe, expect, it } from "vitest";
import { sentencesIn } from "../sentences";

const FOUND = await sentencesIn(new URL("../src/text", import.meta.url).pathname);

describe("the list of sentences", () => {
  it("names each by its text file and its key", () => {
    expect(FOUND["phone:home.team"]).toBe("Team {team}");
    expect(FOUND["desk/seat:title"]).toContain("look at");
    expect(FOUND["holding:safe"]).toBe("I’m safe now");
    for (const key of Object.keys(FOUND)) expect(key).toMatch(/^[a-z/]+:[A-Za-z0-9_.!:-]{1,60}$/);
  });

  it("has no lists of codes: they mean the same everywhere", () => {
    expect(Object.keys(FOUND).filter((key) => key.startsWith("codes"))).toEqual([]);
  });

  it("has none that is longer than the server keeps beside what is said instead", () => {
    expect(Object.values(FOUND).filter((ours) => ours.length > 600)).toEqual([]);
  });
});
