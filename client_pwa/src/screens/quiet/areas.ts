/** The coarse parts of a site's area: by the compass, and whatever its logs already use. Never a street. */
import { useApp } from "../../parts/app";
import { q } from "../../text/quiet";

const COMPASS = ["north", "east", "south", "west", "centre"] as const;
type Known = (typeof COMPASS)[number] | "unknown";

const isKnown = (area: string): area is Known => area === "unknown" || COMPASS.some((each) => each === area);

const spaced = (area: string): string => area.charAt(0).toUpperCase() + area.slice(1).replaceAll(/[_-]/g, " ");

export const useAreas = (): {
  readonly areas: readonly string[];
  /** How many of them stand before More. */
  readonly few: number;
  readonly areaLabel: (area: string) => string;
} => {
  const { client } = useApp();
  const used = [...client.rows("mediation").value.values()].map((each) => each.area);
  const named = [...new Set(used)].filter((area) => !isKnown(area)).sort();
  return {
    areas: [...named, "unknown", ...COMPASS],
    few: named.length === 0 ? COMPASS.length + 1 : named.length + 1,
    areaLabel: (area) => (isKnown(area) ? q(`area.${area}`) : spaced(area)),
  };
};
