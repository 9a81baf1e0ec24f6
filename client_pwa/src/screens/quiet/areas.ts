/** The coarse parts of a site's area: by the compass, and whatever its logs already use. Never a street. */
import { useApp } from "../../parts/app";
import { q } from "../../text/quiet";

const COMPASS = ["north", "east", "south", "west", "centre", "unknown"] as const;
type Compass = (typeof COMPASS)[number];

const isCompass = (area: string): area is Compass => COMPASS.some((each) => each === area);

const spaced = (area: string): string => area.charAt(0).toUpperCase() + area.slice(1).replaceAll(/[_-]/g, " ");

export const useAreas = (): {
  readonly areas: readonly string[];
  readonly areaLabel: (area: string) => string;
} => {
  const { client } = useApp();
  const used = [...client.rows("mediation").value.values()].map((each) => each.area);
  const named = [...new Set(used)].filter((area) => !isCompass(area)).sort();
  return {
    areas: [...named, ...COMPASS],
    areaLabel: (area) => (isCompass(area) ? q(`area.${area}`) : spaced(area)),
  };
};
