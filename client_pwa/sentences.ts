/** Which sentences the app has: beside it lies a list of them by key, in English, for the server to hold an organization's own wording to. */
import { readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Plugin } from "vite";
import type { Keyed } from "./src/text/keys.ts";

/** `phone.en.ts` is `phone`, `desk/seat/en.ts` is `desk/seat`, `holding/holding.en.ts` is `holding`. */
const nameOf = (file: string): string => file.replace(/\.?en\.ts$/, "").replace(/\/$|(^|\/)(\w+)\/\2$/, "$1$2");

/** Sentences alone: lists of codes name what is counted, and are the same everywhere. */
const isSentences = (table: Keyed): table is Readonly<Record<string, string>> =>
  Object.values(table).every((each) => typeof each === "string");

/** Every sentence of the text files in this folder, by text file and key. */
export const sentencesIn = async (folder: string): Promise<Readonly<Record<string, string>>> => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll("\\", "/"));
  const found: [string, string][] = [];
  for (const file of files.filter((each) => /(^|[./])en\.ts$/.test(each)).sort()) {
    const tables: Readonly<Record<string, Keyed>> = await import(pathToFileURL(`${folder}/${file}`).href);
    for (const table of Object.values(tables).filter(isSentences))
      found.push(...Object.entries(table).map(([key, ours]) => [`${nameOf(file)}:${key}`, ours] as [string, string]));
  }
  return Object.fromEntries(found);
};

/** Puts the list beside the built app, where no phone fetches it. */
export const sentences = (folder: string): Plugin => ({
  name: "field727-sentences",
  apply: "build",
  async generateBundle() {
    const source = JSON.stringify(await sentencesIn(folder));
    this.emitFile({ type: "asset", fileName: "sentences.json", source });
  },
});
