/** How the app is built: hashed chunks, one self-contained service worker, nothing inline. */
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type Plugin, type Rolldown } from "vite";
import { defineConfig } from "vitest/config";

/** What only an office computer runs: no phone keeps it. */
const OFFICE = /\/src\/(screens\/(desk|console|manager|reports)|sync\/later\/desk)/;

/** What every signed-in person runs: one chunk, because one compresses better and arrives sooner than ten. */
const CORE = /node_modules|\/src\/(sync\/(?!later\/)|parts|router|text\/(shell|words|times|codes|phone|personal)\.ts)/;

/** Notes about places, for phone and desk alike: one chunk for the same reason. */
const NOTING = /\/src\/(screens\/noting|text\/notes\/(index|notes\.en))/;

const GROUPS = [
  { name: "core", test: CORE },
  { name: "noting", test: NOTING },
];

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

/** The files to precache: phone chunks with their styles, the page itself, and public/. */
const precache = (bundle: Rolldown.OutputBundle): readonly string[] => {
  const chunks = phoneChunks(bundle);
  const styles = new Set<string>();
  for (const name of chunks) {
    const chunk = bundle[name];
    if (chunk?.type !== "chunk") continue;
    for (const style of chunk.viteMetadata?.importedCss ?? []) styles.add(style);
  }
  const files = [...chunks, ...styles, ...readdirSync(here("public"))];
  return ["/", ...files.map((file) => `/${file}`).sort()];
};

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
      define: {
        __PRECACHE__: JSON.stringify(precache(bundle)),
        __BUILD__: JSON.stringify(fingerprint(bundle)),
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
  plugins: [serviceWorker()],
  build: {
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
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
