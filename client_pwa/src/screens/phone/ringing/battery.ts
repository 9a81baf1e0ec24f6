/** How full the battery is, where the browser says so: Safari and Firefox tell no page. */
import type { Step } from "../../../parts/thread";
import { say } from "../../../text/later";

export interface Battery {
  /** From 0 to 1. */
  readonly level: number;
  readonly charging: boolean;
}

/** Less does not last a shift. */
const LOW = 0.3;

export const battery = async (here: object = navigator): Promise<Battery | null> =>
  "getBattery" in here ? await (here as { readonly getBattery: () => Promise<Battery> }).getBattery() : null;

/** What there is to say of it before a shift. */
export const batteryStep = (found: Battery | null): Step => {
  if (found === null) return { key: "battery", state: "unsure", label: say("ring.noBattery") };
  const isLow = found.level < LOW && !found.charging;
  const n = Math.round(found.level * 100);
  return { key: "battery", state: isLow ? "fail" : "done", label: say(isLow ? "ring.charge" : "ring.battery", { n }) };
};
