/**
 * What makes the built app lighter and changes nothing it does. Each of these is worth its lines in what a phone keeps;
 * vite.config.ts says which chunk is whose.
 */
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { type Keyed, type Sentences, withoutKeys } from "./src/text/keys.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Where screens of an office and of a site lie; what they have a copy of is theirs as well. */
const OFFICE = /\/src\/(?:screens\/(?:desk|manager)\/|reports\/|sync\/later\/desk\/)|\?office$/;
const SITE = /\/src\/(?:screens\/quiet|sync\/later\/site)\/|\?site$/;

/**
 * Offices have a copy of what they run as a phone does, and sites of theirs: a module is in one chunk, whole. Beside the
 * schema of phones would lie every list that only an office draws, and what is shared would be a chunk of its own, which
 * compresses worse. A page runs one copy of what remembers anything: whose it is depends on who is signed in.
 */
const apart = (office: RegExp, site: RegExp): Plugin => ({
  name: "field727-apart",
  apply: "build",
  enforce: "pre",
  async resolveId(source, importer) {
    const whose = OFFICE.test(importer ?? "") ? "office" : SITE.test(importer ?? "") ? "site" : null;
    if (whose === null || !source.startsWith(".")) return null;
    const found = await this.resolve(source, importer?.replace(/\?\w+$/, ""), { skipSelf: true });
    const copied = whose === "office" ? office : site;
    return found !== null && copied.test(found.id) ? `${found.id}?${whose}` : found;
  },
});

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

/** What is fetched only by those who speak Spanish. A desk has both languages from the start. */
const FETCHED_SPANISH = /\/src\/text\/(?!desk\/|codes\.desk)[\w/.]+\.es\.ts$/;

/** English is on every phone, so its keys need not travel a second time: they were a third of the Spanish bytes. */
const spanishWithoutKeys = (): Plugin => ({
  name: "field727-spanish",
  apply: "build",
  load: {
    filter: { id: FETCHED_SPANISH },
    async handler(id) {
      const [english, spanish] = await Promise.all([import(id.replace(/es\.ts$/, "en.ts")), import(id)]);
      return (
        Object.entries<Keyed>(spanish)
          .map(([name, table]) => [name, withoutKeys(english[name === "es" ? "en" : name], table)])
          // The last is none: an array of nothing but text becomes one text to be split, which compresses worse.
          .map(([name, sentences]) => `export const ${name} = ${JSON.stringify([...(sentences as Sentences), 0])};`)
          .join("\n")
      );
    },
  },
});

/** `office` and `site`: what they have a copy of. */
export const lighter = (office: RegExp, site: RegExp): readonly Plugin[] => [
  apart(office, site),
  ownFetching(),
  fetchedPlainly(),
  drawing(),
  spanishWithoutKeys(),
];
