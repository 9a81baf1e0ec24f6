/** How near to the place that was told. Pure. */
import { PLACE_WITHIN, type PlaceWithinCode } from "../../../schema";

/** A step from the place itself to not known how near, and back again. */
export const wider = (now: PlaceWithinCode): PlaceWithinCode =>
  PLACE_WITHIN[(PLACE_WITHIN.indexOf(now) + 1) % PLACE_WITHIN.length] ?? "exact";
