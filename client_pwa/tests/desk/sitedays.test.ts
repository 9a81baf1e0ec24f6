import { expect, it } from "vitest";
import { countOne, dayAt, tellDays } from "../../src/screens/desk/telling/days";
import { NOON } from "./rows";

const DAY = 86_400_000;

const aDrawer = () => {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
};

it("keeps a number a day, no time and no id, and tells it once when the day is over", async () => {
  const drawer = aDrawer();
  const told: unknown[] = [];
  const tell = (now: number) =>
    tellDays(
      drawer,
      "city",
      now,
      undefined,
      () => "id-1",
      async (entity, args) => void told.push([entity, args]),
    );
  countOne(drawer, "city", NOON);
  countOne(drawer, "city", NOON + 60_000);

  expect([...drawer.kept.values()]).toEqual(['{"2026-10-14":{"given":2,"id":null}}']);
  await tell(NOON + 120_000);
  expect(told).toEqual([]);
  await tell(NOON + DAY);
  await tell(NOON + DAY);
  expect(told).toEqual([["id-1", { day: "2026-10-14", given: 2 }]]);
  expect(drawer.kept.size).toBe(0);
});

it("tells it again under the same id where saving failed, and leaves another city's alone", async () => {
  const drawer = aDrawer();
  const told: string[] = [];
  const ids = ["id-1", "id-2"];
  const newId = () => ids.shift() ?? "";
  countOne(drawer, "city", NOON);
  countOne(drawer, "other", NOON);
  const full = async () => Promise.reject(new Error("full"));

  await expect(tellDays(drawer, "city", NOON + DAY, undefined, newId, full)).rejects.toThrow("full");
  await tellDays(drawer, "city", NOON + DAY, undefined, newId, async (entity) => void told.push(entity));
  expect(told).toEqual(["id-1"]);
  expect([...drawer.kept.keys()]).toEqual(["site.given.other"]);
});

it("counts a caller to the city's own day, wherever this computer's clock stands", async () => {
  const drawer = aDrawer();
  const late = Date.UTC(2026, 9, 15, 5);
  countOne(drawer, "city", late, "America/Los_Angeles");

  expect([...drawer.kept.values()]).toEqual(['{"2026-10-14":{"given":1,"id":null}}']);
  expect([dayAt(late, "America/Los_Angeles"), dayAt(late, "Pacific/Auckland")]).toEqual(["2026-10-14", "2026-10-15"]);
  expect(dayAt(late, "Nowhere/At All"), "then it is this computer's").toBe(dayAt(late));
});
