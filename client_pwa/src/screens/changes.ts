/** What a correction changed, from what to what: for the desk and for the team alike. Pure. */
import type { Correction } from "../schema";
import { label } from "../text/codes";

const CODED = ["priority", "type_code", "location_kind", "area"] as const;

const nameOf = (field: (typeof CODED)[number], facts: Correction["to"]): string | null => {
  const code = facts[field] ?? null;
  return code === null || field === "priority" || field === "area" ? code : label(field, code);
};

/** "P3 → P1" for every code it is about and that it changed. */
export const changesOf = ({ to, was }: Correction): readonly string[] =>
  CODED.flatMap((field) => {
    const [before, after] = [nameOf(field, was), nameOf(field, to)];
    return after === null || after === before ? [] : [`${before ?? "?"} → ${after}`];
  });
