/** What a correction changed, from what to what: for the desk and for the team alike. Pure. */
import type { Correction, PlaceWithinCode } from "../schema";
import { label } from "../text/codes";

const CODED = ["priority", "type_code", "location_kind", "area", "place_within"] as const;

type Near = (code: PlaceWithinCode) => string;

const nameOf = (field: (typeof CODED)[number], facts: Correction["to"], near: Near): string | null => {
  const code = facts[field] ?? null;
  if (field === "place_within") return code === null ? null : near(code as PlaceWithinCode);
  return code === null || field === "priority" || field === "area" ? code : label(field, code);
};

/** "P3 → P1" for every code it is about and that it changed; `near` says in words how near a place is. */
export const changesOf = ({ to, was }: Correction, near: Near): readonly string[] =>
  CODED.flatMap((field) => {
    const [before, after] = [nameOf(field, was, near), nameOf(field, to, near)];
    return after === null || after === before ? [] : [`${before ?? "?"} → ${after}`];
  });
