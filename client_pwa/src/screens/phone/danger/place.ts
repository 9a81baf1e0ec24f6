/** Where this phone is, told once with a call for help and at no other time, where its person allowed that. */
import type { Position } from "../../../schema";

/** A place that was found so long ago is still good. */
const KNOWN_MS = 60_000;
/** Under a roof it may take so long. */
const FINDS_MS = 30_000;

export type Leave = "granted" | "prompt" | "denied" | "unable";

/** Whether the person allowed it. Asks nobody. */
export const leaveToPlace = async (): Promise<Leave> => {
  if (!("geolocation" in navigator)) return "unable";
  try {
    return (await navigator.permissions.query({ name: "geolocation" })).state;
  } catch {
    // A browser that does not say is not asked in an emergency.
    return "unable";
  }
};

const found = ({ coords, timestamp }: GeolocationPosition): Position | null => {
  const place = {
    lat: Math.round(coords.latitude * 1e6),
    lon: Math.round(coords.longitude * 1e6),
    accuracy_m: Math.round(coords.accuracy),
    at: Math.round(timestamp),
  };
  return Object.values(place).every(Number.isSafeInteger) ? place : null;
};

/** Where it is; null when that is not found. The browser may ask its person first. */
export const findPlace = (): Promise<Position | null> =>
  new Promise((done) =>
    navigator.geolocation.getCurrentPosition(
      (position) => done(found(position)),
      () => done(null),
      { enableHighAccuracy: true, maximumAge: KNOWN_MS, timeout: FINDS_MS },
    ),
  );

/** The same, and nothing where it was not allowed before: nobody in trouble is asked. */
export const placeInTrouble = async (): Promise<Position | null> =>
  (await leaveToPlace()) === "granted" ? findPlace() : null;
