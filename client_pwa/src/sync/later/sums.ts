/** Checksums of what this device holds, one for each scope, as the server makes them (schemas/sums.py). */
import { utf8 } from "../bytes";
import type { Rows } from "../replica";

type Line = readonly [type: string, id: string, ver: number];
export type Sum = readonly [scope: string, count: number, xor: string];

const hashOf = async ([type, id, ver]: Line): Promise<bigint> => {
  const digest = await crypto.subtle.digest("SHA-256", utf8(`${type}|${id}|${ver}`));
  return new DataView(digest).getBigUint64(0);
};

/** How many rows these are, and the xor of their hashes. */
export const sumOf = async (lines: readonly Line[]): Promise<readonly [count: number, xor: string]> => {
  const hashes = await Promise.all(lines.map(hashOf));
  const xor = hashes.reduce((sum, hash) => sum ^ hash, 0n);
  return [lines.length, xor.toString(16).padStart(16, "0")];
};

export const sumsOf = async (rows: Rows): Promise<readonly Sum[]> => {
  const lines = new Map<string, Line[]>();
  for (const { t, id, seen } of rows.values()) {
    for (const { scopes, ver } of seen) {
      for (const scope of scopes) lines.set(scope, [...(lines.get(scope) ?? []), [t, id, ver]]);
    }
  }
  return Promise.all([...lines].map(async ([scope, of]) => [scope, ...(await sumOf(of))] as const));
};
