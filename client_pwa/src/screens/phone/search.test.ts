import { describe, expect, it } from "vitest";
import type { Directory, DirectoryService } from "../../schema";
import { toShare } from "./referral";
import { find, lineOf, needsIn, takes } from "./search";

const service = (id: string, change: Partial<DirectoryService> = {}): DirectoryService => ({
  id,
  name: id,
  organization: "",
  description: "",
  status: "active",
  needs: ["food"],
  place: null,
  latitude: null,
  longitude: null,
  phones: [],
  hours: null,
  eligibility: "",
  fees: "",
  application: "",
  languages: [],
  wait: "",
  assured_at: null,
  search: id,
  ...change,
});

const MONDAY_NOON = Date.UTC(2026, 10, 2, 12);
const OPEN = [{ weekday: 0, opens: 0, closes: 1440 }];
const DIRECTORY: Directory = {
  version: 1,
  timezone: "UTC",
  services: [
    service("closed", { hours: [{ weekday: 1, opens: 0, closes: 60 }] }),
    service("unknown"),
    service("paused", { hours: OPEN, status: "temporarily closed" }),
    service("open", { hours: OPEN, needs: ["food", "detox"], search: "open cafe soup" }),
    service("gone", { status: "defunct" }),
  ],
};
const ANY = { words: "", need: null, openNow: false };
const ids = (found: ReturnType<typeof find>): readonly string[] => found.map((each) => each.service.id);

describe("finding places", () => {
  it("puts open first, then unknown, closed, and closed for now; what is gone is not there", () => {
    expect(ids(find(DIRECTORY, ANY, MONDAY_NOON))).toEqual(["open", "unknown", "closed", "paused"]);
  });

  it("open now leaves out what is not known to be open", () => {
    expect(ids(find(DIRECTORY, { ...ANY, openNow: true }, MONDAY_NOON))).toEqual(["open"]);
  });

  it("takes the beginnings of words, accents or not", () => {
    expect(ids(find(DIRECTORY, { ...ANY, words: "Café so" }, MONDAY_NOON))).toEqual(["open"]);
  });

  it("keeps to the need", () => {
    expect(ids(find(DIRECTORY, { ...ANY, need: "detox" }, MONDAY_NOON))).toEqual(["open"]);
    expect(needsIn(DIRECTORY)).toEqual(["food", "detox"]);
  });
});

describe("sharing", () => {
  it("tells the need and only what was agreed to and written", () => {
    expect(toShare({ first_name: " Sam ", callback: "" })).toEqual({
      shared_fields: ["need", "first_name"],
      shared: { first_name: "Sam" },
    });
  });
});

describe("searching in another language than the list's", () => {
  const spoken = (need: string): string => (need === "food" ? "Comida" : "Desintoxicación");

  it("finds a place by the name of its need", () => {
    expect(ids(find(DIRECTORY, { ...ANY, words: "comida" }, MONDAY_NOON))).toEqual([]);
    expect(ids(find(DIRECTORY, { ...ANY, words: "desintoxicacion soup" }, MONDAY_NOON, spoken))).toEqual(["open"]);
  });
});

describe("a place", () => {
  it("is called on a line that somebody answers", () => {
    const phones = [
      { number: "1", kind: "fax" },
      { number: "2", kind: "voice" },
    ];

    expect(lineOf(service("a", { phones }))).toBe("2");
    expect(lineOf(service("a", { phones: phones.slice(0, 1) }))).toBeUndefined();
  });

  it("takes whom it names, and says nothing where it names nobody", () => {
    expect(takes(service("a", { eligibility: "Age 55 or over" }))).toBe("Age 55 or over");
    expect(takes(service("a", { eligibility: "None" }))).toBe("");
  });
});
