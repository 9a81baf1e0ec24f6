import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Keyed, withKeys, withoutKeys } from "./keys";

const HERE = new URL(".", import.meta.url);
const FILES = readdirSync(HERE, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".es.ts"));

type Tables = Readonly<Record<string, Keyed>>;
const tables = async (file: string): Promise<readonly Keyed[]> => {
  const found: Tables = await import(new URL(file, HERE).pathname);
  return Object.values(found);
};

describe("a Spanish table", () => {
  it.each(FILES)("%s is the same after it travelled without its keys", async (file) => {
    const english = await tables(file.replace(/es\.ts$/, "en.ts"));
    const spanish = await tables(file);

    expect(spanish.length).toBe(english.length);
    for (const [n, table] of spanish.entries()) {
      const base = english[n] ?? {};
      const travelled = JSON.parse(JSON.stringify(withoutKeys(base, table)));

      expect(JSON.stringify(travelled)).not.toMatch(/":/);
      expect(withKeys(base, travelled)).toEqual(table);
    }
  });

  it("takes the order of the English one, whatever its own is", () => {
    const english = { yes: "Yes", no: "No", need: { food: "Food", bed: "Bed" } };
    const spanish = { need: { bed: "Cama", food: "Comida" }, no: "No", yes: "Sí" };

    expect(withoutKeys(english, spanish)).toEqual(["Sí", "No", ["Comida", "Cama"]]);
    expect(withKeys<Keyed>(english, withoutKeys(english, spanish))).toEqual(spanish);
  });

  it("that lacks a sentence does not leave", () => {
    expect(() => withoutKeys({ yes: "Yes", no: "No" }, { yes: "Sí" })).toThrow('"no"');
  });
});
