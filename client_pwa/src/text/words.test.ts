import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { clock, countdown, span, tongue } from "./times";
import { chooseLanguage, fill, formatter, labels, language, ready, speakAs, words } from "./words";

const HERE = new URL(".", import.meta.url);

const tables = (end: string): readonly string[] =>
  readdirSync(HERE, { recursive: true, encoding: "utf8" }).filter((name) => name.replaceAll("/", ".").endsWith(end));

/** The sentences of a text file: every string literal that stands after a key. */
const sentences = (file: string): readonly string[] =>
  [...readFileSync(new URL(file, HERE), "utf8").matchAll(/:\s*\n?\s*"((?:[^"\\]|\\.)*)"/g)].map(
    (found) => found[1] ?? "",
  );

/** The same list that an organization's own wording is held to. */
const LISTED: Readonly<Record<"en" | "es", string>> = JSON.parse(
  readFileSync(new URL("../../../schemas/guidance/banned.json", import.meta.url), "utf8"),
);
const BANNED = { ".en.ts": new RegExp(LISTED.en, "i"), ".es.ts": new RegExp(LISTED.es, "i") };

describe("the text files", () => {
  it.each(Object.entries(BANNED))("%s hold no word that labels people or hides behind jargon", (end, banned) => {
    const found = tables(end).flatMap((file) => sentences(file).filter((sentence) => banned.test(sentence)));

    expect(found).toEqual([]);
  });

  it("every English file has its Spanish one with the same values to fill in", () => {
    for (const file of tables(".en.ts")) {
      const english = keyed(file);
      const spanish = keyed(file.replace(/en\.ts$/, "es.ts"));
      for (const [key, sentence] of english) {
        expect([key, names(spanish.get(key) ?? "")]).toEqual([key, names(sentence)]);
      }
    }
  });
});

const keyed = (file: string): ReadonlyMap<string, string> =>
  new Map(
    [...readFileSync(new URL(file, HERE), "utf8").matchAll(/("[\w.:-]+"|\w+):\s*\n?\s*"((?:[^"\\]|\\.)*)"/g)].map(
      (found) => [found[1] ?? "", found[2] ?? ""],
    ),
  );

const names = (sentence: string): readonly string[] =>
  [...new Set([...sentence.matchAll(/\{(\w+)/g)].map((found) => found[1] ?? ""))].sort();

const en = { one: "{n} {n:answer|answers} for {who}", plain: "Hello" } as const;
const es = { one: "{n} {n:respuesta|respuestas} para {who}", plain: "Hola" };

describe("words", () => {
  it("fill in values and pick the plural by the language", () => {
    expect(fill("en", en.one, { n: 1, who: "Ama" })).toBe("1 answer for Ama");
    expect(fill("es", es.one, { n: 3, who: "Ama" })).toBe("3 respuestas para Ama");
  });

  it("speak English until Spanish was fetched, and Spanish from then on", async () => {
    const t = words(en, async () => es);
    language.value = "es";

    expect(t("plain")).toBe("Hello");
    await ready();
    expect(t("plain")).toBe("Hola");
    expect(t("one", { n: 1, who: "Ama" })).toBe("1 respuesta para Ama");
    language.value = "en";
    expect(t("plain")).toBe("Hello");
  });

  it("are an organization's own wherever our sentence stands, in both languages, until it is another sentence", async () => {
    const t = words(en, es);
    const elsewhere = words({ hello: "Hello" }, { hello: "Hola" });
    const changed = words({ plain: "Hello there" }, { plain: "Hola a todos" });

    speakAs([
      { ours: "Hello", en: "Welcome", es: "Saludos" },
      { ours: en.one, en: "{who}: {n}", es: "{who} tiene {n}" },
    ]);

    expect([t("plain"), elsewhere("hello"), changed("plain")]).toEqual(["Welcome", "Welcome", "Hello there"]);
    expect(t("one", { n: 2, who: "Ama" })).toBe("Ama: 2");
    language.value = "es";
    expect([t("plain"), changed("plain")]).toEqual(["Saludos", "Hola a todos"]);
    language.value = "en";
    speakAs([]);
    expect(t("plain")).toBe("Hello");
  });

  it("show a code from a newer server as itself", () => {
    const label = labels({ need: { food: "Food" } }, { need: { food: "Comida" } });

    expect(label("need", "food")).toBe("Food");
    expect(label("need", "teleport")).toBe("teleport");
    expect(label("need", "food", "es")).toBe("Comida");
  });

  it("keep the choice of language on this device", async () => {
    const kept = new Map<string, string>();
    Object.defineProperty(globalThis, "localStorage", {
      configurable: true,
      value: { setItem: (key: string, value: string) => kept.set(key, value), getItem: () => null },
    });

    await chooseLanguage("es");

    expect(language.value).toBe("es");
    expect([...kept.values()]).toEqual(["es"]);
    language.value = "en";
  });
});

describe("times", () => {
  it("count down in whole seconds and stop at zero", () => {
    expect(countdown(84_000)).toBe("1:24");
    expect(countdown(83_001)).toBe("1:24");
    expect(countdown(999)).toBe("0:01");
    expect(countdown(0)).toBe("0:00");
    expect(countdown(-5000)).toBe("0:00");
  });

  it("say ages in their largest whole unit", () => {
    expect(span(48_900)).toBe("48 sec");
    expect(span(18 * 60_000)).toBe("18 min");
    expect(span(-1)).toBe("0 sec");
    expect(span(3 * 86_400_000)).toBe("3 days");
  });

  it("are written the 24-hour way in both languages", () => {
    expect(clock(new Date(2026, 0, 1, 0, 5).getTime())).toBe("00:05");
  });

  it("come from formatters that are made once, and anew for another language and in another zone", () => {
    const made: string[] = [];
    const written = formatter((spoken) => made.push(spoken));
    const noon = Date.UTC(2026, 0, 1, 12);
    vi.stubEnv("TZ", "UTC");
    for (const spoken of ["en", "en", "es", "en"] as const) written(spoken);
    expect(made).toEqual(["en", "es"]);
    expect(clock(noon)).toBe("12:00");

    vi.stubEnv("TZ", "America/New_York");

    expect(clock(noon)).toBe("07:00");
    written("en");
    expect(made).toEqual(["en", "es", "en"]);
    vi.unstubAllEnvs();
  });
});

describe("a language the caller speaks", () => {
  it("is named in words, also where the browser has none", async () => {
    for (const tag of ["es", "ht", "ase"]) expect(tongue(tag).toLowerCase()).not.toBe(tag);
  });
});
