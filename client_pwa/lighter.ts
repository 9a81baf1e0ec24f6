/**
 * What makes the built app lighter and changes nothing it does. Each of these is worth its lines in what a phone keeps;
 * vite.config.ts says which chunk is whose.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { type Keyed, type Sentences, withoutKeys } from "./src/text/keys.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const SPANISH = "src/text/spanish.ts";

/** Where screens of an office and of a site lie; what they have a copy of is theirs as well. */
const OFFICE = /\/src\/(?:screens\/(?:desk|manager)\/|reports\/|sync\/later\/desk\/)|\?office$/;
const SITE = /\/src\/(?:screens\/quiet|sync\/later\/site)\/|\?site$/;

/** What runs in a worker has a copy of all it needs: with the core, it would start the app in there. */
const ALONE = /\/src\/sync\/later\/locking\/(?:guesser|argon|blake)\.ts$/;
const BYTES = /\/src\/sync\/bytes\.ts$/;

/**
 * Offices have a copy of what they run as a phone does, and sites of theirs: a module is in one chunk, whole. Beside the
 * schema of phones would lie every list that only an office draws, and what is shared would be a chunk of its own, which
 * compresses worse. A page runs one copy of what remembers anything: whose it is depends on who is signed in.
 */
const apart = (office: RegExp, site: RegExp): Plugin => {
  const copies = [
    ["office", OFFICE, office],
    ["site", SITE, site],
    ["alone", ALONE, BYTES],
  ] as const;
  return {
    name: "field727-apart",
    apply: "build",
    enforce: "pre",
    async resolveId(source, importer = "") {
      const [whose, , copied] = copies.find(([, theirs]) => theirs.test(importer)) ?? [];
      if (copied === undefined || !source.startsWith(".")) return null;
      const found = await this.resolve(source, importer.replace(/\?\w+$/, ""), { skipSelf: true });
      return found !== null && copied.test(found.id) ? `${found.id}?${whose}` : found;
    },
  };
};

/** What the page names by its address: `__GUESSER__` in the sources. */
const named = (): Plugin => {
  let guesser = "";
  return {
    name: "field727-named",
    apply: "build",
    buildStart() {
      guesser = this.emitFile({ type: "chunk", id: here("src/sync/later/locking/guesser.ts"), name: "guesser" });
    },
    transform: {
      filter: { code: /__GUESSER__/ },
      handler: (code) => code.replaceAll("__GUESSER__", `import.meta.ROLLUP_FILE_URL_${guesser}`),
    },
  };
};

/** Vite's own way to fetch a part of the app is half a kilobyte, for styles that only offices wear. */
const ownFetching = (): Plugin => ({
  name: "field727-fetching",
  apply: "build",
  enforce: "pre",
  resolveId: {
    filter: { id: /vite\/preload-helper\.js$/ },
    handler: () => here("src/fetching.ts"),
  },
});

/** Vite's list of styles to wait for, and a part that waits for none of them, compressed. */
const STYLES = /^const __vite__mapDeps=.*\n/;
const WAITS = /__vite__mapDeps\(\[[\d,]*\]\)/g;
const WRAPPED =
  /[\w$]+\(async\(\)=>\{let\{(\w+):e\}=await ((?:import\(`[^`]+`\)|Promise\.resolve\(\))(?:\.then\([^{}]+?\))?);return\{\1:e\}\},(?:\[\]|void 0)\)/g;

/** A part without styles of its own has none to wait for: it is fetched as the source says. */
const fetchedPlainly = (): Plugin => ({
  name: "field727-plainly",
  apply: "build",
  generateBundle: {
    order: "post",
    handler(_options, bundle) {
      const chunks = Object.values(bundle).filter((item) => item.type === "chunk");
      const worn = new Set(
        chunks.filter((chunk) => chunk.isEntry).flatMap((it) => [...(it.viteMetadata?.importedCss ?? [])]),
      );
      let plain = 0;
      for (const chunk of chunks) {
        const styles = STYLES.exec(chunk.code)?.[0] ?? "";
        const isBare = [...styles.matchAll(/"([^"]+\.css)"/g)].every(([, name]) => worn.has(name ?? ""));
        const code = isBare ? chunk.code.slice(styles.length).replace(WAITS, "[]") : chunk.code;
        chunk.code = code.replace(WRAPPED, (_whole, _part: string, fetched: string) => {
          plain += 1;
          return fetched;
        });
      }
      if (plain === 0) this.error("Vite fetches the parts of the app in another form: see lighter.ts");
    },
  },
});

/** Elements are made by a call with the children behind one another: half a kilobyte less than a list of them in each. */
export const DRAWING = { runtime: "classic", pragma: "drawn", pragmaFrag: "Together" } as const;

const drawing = (): Plugin => ({
  name: "field727-drawing",
  enforce: "pre",
  transform: {
    filter: { id: /\/src\/.*\.tsx(?:\?\w+)?$/ },
    handler: (code) => `import { h as ${DRAWING.pragma}, Fragment as ${DRAWING.pragmaFrag} } from "preact";${code}`,
  },
});

/** A text file, and how it asks for a Spanish table that is not there from the start: a desk has both languages. */
const TEXTS = /\/src\/text\/(?:[\w/]+\/)?\w+(?:\.\w+)?\.ts(?:\?\w+)?$/;
const ASKED = /async \(\) => \(await import\("\.\/([\w.]+\.es)"\)\)\.(\w+)/g;

const tableOf = (asking: string, [, file, name]: readonly string[]): string => `${dirname(asking)}/${file}.ts ${name}`;

/** Every Spanish table that is asked for, by its file and name, without its keys: English is on every phone with them. */
const spanishTables = async (folder: string): Promise<ReadonlyMap<string, Sentences>> => {
  const found = new Map<string, Sentences>();
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const asking = `${folder}/${path}`;
    if (!TEXTS.test(asking)) continue;
    for (const asked of readFileSync(asking, "utf8").matchAll(ASKED)) {
      const table = tableOf(asking, asked);
      const [file = "", name = ""] = table.split(" ");
      const [english, spanish] = await Promise.all([import(file.replace(/es\.ts$/, "en.ts")), import(file)]);
      found.set(table, withoutKeys(english[name === "es" ? "en" : name] as Keyed, spanish[name]));
    }
  }
  return found;
};

/** Sentences are data, not code. All travel as one file, which compresses better than sixteen; each text file has a place. */
const spanishAsData = (): Plugin => {
  let places: readonly string[] = [];
  let data = "";
  return {
    name: "field727-spanish",
    apply: "build",
    enforce: "pre",
    async buildStart() {
      const tables = await spanishTables(here("src/text"));
      places = [...tables.keys()];
      data = this.emitFile({ type: "asset", name: "es.json", source: JSON.stringify([...tables.values()]) });
    },
    transform: {
      filter: { id: TEXTS },
      handler(code, id) {
        const asking = id.replace(/\?\w+$/, "");
        if (asking === here(SPANISH)) return code.replace("__SPANISH__", `import.meta.ROLLUP_FILE_URL_${data}`);
        const asks = code.replace(ASKED, (...asked) => `() => spanish(${places.indexOf(tableOf(asking, asked))})`);
        return asks === code ? null : `import { spanish } from "${here(SPANISH)}";${asks}`;
      },
    },
  };
};

/** `office` and `site`: what they have a copy of. */
export const lighter = (office: RegExp, site: RegExp): readonly Plugin[] => [
  apart(office, site),
  ownFetching(),
  fetchedPlainly(),
  drawing(),
  spanishAsData(),
  named(),
];
