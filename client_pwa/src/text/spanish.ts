/**
 * How the built app comes by its Spanish: one file of data beside its parts, with every table that is not there from the
 * start. Fetched once, by whoever speaks it; the worker keeps it on every phone.
 *
 * lighter.ts makes the file, and has each text file ask for its table here by its place in it.
 */
import type { Sentences } from "./keys";

let all: Promise<readonly Sentences[]> | null = null;

const fetched = async (): Promise<readonly Sentences[]> => {
  const answer = await fetch(__SPANISH__);
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  return answer.json();
};

/** The table at this place, without its keys. Rejects where the file cannot be had, and may be asked again. */
export const spanish = async (place: number): Promise<Sentences> => {
  all ??= fetched().catch((fault) => {
    all = null;
    throw fault;
  });
  return (await all)[place] ?? [];
};
