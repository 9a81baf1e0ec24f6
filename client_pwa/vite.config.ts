/** How the app is built: hashed chunks, one self-contained service worker, nothing inline. */
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type Plugin, type Rolldown } from "vite";
import { defineConfig } from "vitest/config";
import { DRAWING, lighter } from "./lighter.ts";
import { sentences } from "./sentences.ts";

/** What only an office computer runs, or a page that can keep nothing: no phone keeps it. */
const OFFICE = /\/src\/(screens\/(desk|console|manager|reports|origin)|sync\/later\/desk)/;

/** The start and what every signed-in person runs: one chunk, because one compresses better and arrives sooner than ten. */
const CORE =
  /node_modules|rolldown\/runtime|index\.html$|\/src\/(sync\/(?!later\/|bytes\.ts\?)|sync\/later\/(?:address|becoming|ringing|room|sums)\.|parts|main|alike|fetching|router|screens\/(?:lazy|gate|routes|enrolcode)\.|text\/(shell|words|keys|spanish|times|codes|phone|personal)\.ts)/;

/** What a responder sees first. */
const PHONE =
  /\/src\/screens\/phone\/(?:index|home|call|callfacts|offer|off|hooks|work|waiting|decline|saves|outcome|answered)\./;

/** What an office runs as a phone does: what both foresee, and the words for it. It has a copy. */
const AT_DESKS =
  /\/src\/(schema\.ts|screens\/(?:changes|noting|holding\/policy)|text\/(?:normalise|notes\/(?:index|notes\.en)|(?:backups|consults|person|reports)\/(?:index|\w+\.en)\.ts|codes\.help(?:\.en)?\.ts)|sync\/later\/(?:checkins|proven|team\/|shifts\/|safety\/))/;

/** How an interrupter calls for help, as a team does, and the lists of their log: they have a copy. */
const AT_SITES =
  /\/src\/(?:schema\.ts|screens\/holding\/|text\/holding\/(?:index|holding\.en)\.|sync\/later\/safety\/)/;

/** What a responder's phone fetches right after the first paint: together, for it compresses better. */
const LATER =
  /\/src\/(screens\/(?:phone|lock|noting|holding|changes|account)\b|text\/(?:later|lock|normalise|codes\.help|(?:notes|backups|consults|person|reports|holding|outcome)\/(?:index|\w+))(?:\.en)?\.ts|sync\/later\/(?:locking\/(?!argon|blake|guesser)|(?:rescue|meeting|checkins|proven)\.|team\/|shifts\/|safety\/))(?!.*\?)/;

const JOINING = /\/src\/(screens\/enrol\.|text\/enrol(?:\.en)?\.ts|sync\/later\/enrolling)/;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The chunks a phone needs: the entry and whatever it imports, lazily or not, short of an office screen. */
const phoneChunks = (bundle: Rolldown.OutputBundle): ReadonlySet<string> => {
  const found = new Set<string>();
  const walk = (name: string): void => {
    const chunk = bundle[name];
    if (chunk?.type !== "chunk" || found.has(name)) return;
    if (OFFICE.test(chunk.facadeModuleId ?? "")) return;
    found.add(name);
    for (const next of [...chunk.imports, ...chunk.dynamicImports]) walk(next);
  };
  for (const item of Object.values(bundle)) {
    if (item.type === "chunk" && item.isEntry) walk(item.fileName);
  }
  return found;
};

/** The Spanish sentences: data under a name of their own. */
const DATA = /^assets\/.*\.json$/;

/** The files to precache: phone chunks with their styles, the sentences, the page itself, and public/. */
const precache = (bundle: Rolldown.OutputBundle): readonly string[] => {
  const chunks = phoneChunks(bundle);
  const styles = new Set<string>();
  for (const name of chunks) {
    const chunk = bundle[name];
    if (chunk?.type !== "chunk") continue;
    for (const style of chunk.viteMetadata?.importedCss ?? []) styles.add(style);
  }
  const data = Object.keys(bundle).filter((name) => DATA.test(name));
  const files = [...chunks, ...styles, ...data, ...readdirSync(here("public"))];
  return ["/", ...files.map((file) => `/${file}`).sort()];
};

/** What a phone shows at its very first start is fetched beside the core: it waits for the far server once, not twice. */
const signingIn = (): Plugin => ({
  name: "field727-signing-in",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler(_html, { bundle }) {
      const part = Object.values(bundle ?? {}).find((item) => item.type === "chunk" && item.name === "enrol");
      if (part === undefined) throw new Error("signing in is in no chunk of its own");
      const attrs = { rel: "modulepreload", crossorigin: true, href: `/${part.fileName}` };
      return [{ tag: "link", attrs, injectTo: "head" }];
    },
  },
});

const fingerprint = (bundle: Rolldown.OutputBundle): string => {
  const hash = createHash("sha256");
  for (const name of Object.keys(bundle).sort()) {
    const item = bundle[name];
    hash.update(name);
    hash.update(item?.type === "asset" ? item.source : (item?.code ?? ""));
  }
  return hash.digest("hex").slice(0, 16);
};

/** Builds src/sw.ts into one classic script at /sw.js that knows what to precache. */
const serviceWorker = (): Plugin => ({
  name: "field727-service-worker",
  apply: "build",
  async writeBundle(_options, bundle) {
    await build({
      configFile: false,
      root: here("."),
      publicDir: false,
      logLevel: "warn",
      resolve: { alias: { "field727:closed": here("src/sync/later/closed.ts") } },
      define: {
        __PRECACHE__: JSON.stringify(precache(bundle)),
        __BUILD__: JSON.stringify(fingerprint(bundle)),
        // A page fetches some parts later, by its own address; the worker has all of them in it.
        "import.meta": "{}",
      },
      build: {
        outDir: here("dist"),
        emptyOutDir: false,
        rolldownOptions: {
          input: here("src/sw.ts"),
          output: { format: "iife", entryFileNames: "sw.js" },
        },
      },
    });
  },
});

export default defineConfig({
  plugins: [...lighter(AT_DESKS, AT_SITES), sentences(here("src/text")), signingIn(), serviceWorker()],
  oxc: { jsx: DRAWING },
  build: {
    manifest: true,
    assetsInlineLimit: 0,
    // The page names what it starts with. A lazy part needs the core and at most one more: naming them costs more bytes.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_name, found, { hostType }) =>
        hostType === "html" ? found : found.filter((name) => name.endsWith(".css")),
    },
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        codeSplitting: {
          groups: [
            { name: "core", test: CORE },
            { name: "phone", test: PHONE },
            { name: "later", test: LATER },
            { name: "enrol", test: JOINING },
          ],
        },
      },
    },
  },
  test: {
    environment: "node",
    include: ["tests/**/*.test.ts", "src/**/*.test.ts", "src/**/*.test.tsx"],
    allowOnly: false,
    // Files share a process and its modules: none plants anything there that it does not take away.
    isolate: false,
    // No test is timed: on a busy machine the heavy ones take their time.
    testTimeout: 60_000,
  },
});
