/** What was typed over a call, and what of it differs. Pure. */
import type { Call, PlaceWithinCode } from "../../../schema";
import type { Correcting } from "./actions";

export type Typed = Pick<Call, "type_code" | "priority" | "location_kind"> & {
  readonly place_within: PlaceWithinCode;
} & Readonly<Record<"area" | "place" | "said", string>>;

export const typedOf = (call: Call): Typed => ({
  type_code: call.type_code,
  priority: call.priority,
  location_kind: call.location_kind,
  place_within: call.place_within ?? "exact",
  area: call.area,
  place: call.place ?? "",
  said: call.said ?? "",
});

/** Only what was changed; an area that was emptied is not known any more. */
export const changed = (call: Call, typed: Typed): Correcting => {
  const before = typedOf(call);
  const now = { ...typed, area: typed.area.trim() === "" ? "unknown" : typed.area.trim(), place: typed.place.trim() };
  return {
    ...(now.type_code === before.type_code ? {} : { type_code: now.type_code }),
    ...(now.priority === before.priority ? {} : { priority: now.priority }),
    ...(now.location_kind === before.location_kind ? {} : { location_kind: now.location_kind }),
    ...(now.place_within === before.place_within ? {} : { place_within: now.place_within }),
    ...(now.area === before.area ? {} : { area: now.area }),
    ...(now.place === before.place ? {} : { place: now.place }),
    ...(now.said.trim() === before.said.trim() ? {} : { said: now.said.trim() }),
  };
};
