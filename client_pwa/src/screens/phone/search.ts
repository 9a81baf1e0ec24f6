/** Finding places in the directory on the phone: by words, by need, by what is open now. Pure. */
import type { Directory, DirectoryService, NeedCode } from "../../schema";
import { NEED } from "../../schema";
import { matches, normalise } from "../../text/normalise";
import { localMinute, type Opening, opening } from "./hours";

export interface Wanted {
  readonly words: string;
  readonly need: string | null;
  readonly openNow: boolean;
}

export interface Found {
  readonly service: DirectoryService;
  readonly opening: Opening;
}

/** Open first, then not known, then closed; what is closed for now comes last. */
const rank = ({ service, opening: is }: Found): number => {
  if (service.status === "temporarily closed") return 3;
  return is.is === "open" ? 0 : is.is === "unknown" ? 1 : 2;
};

const isListed = (service: DirectoryService): boolean =>
  service.status === "active" || service.status === "temporarily closed";

/** What a need is called in the language of whoever searches. */
type Spoken = (need: string) => string;

/**
 * What fits, best first; the same question at the same minute gives the same order on every phone.
 * The list speaks one language: a place is found by the names of its needs in the searcher's own as well.
 */
export const find = (
  directory: Directory,
  wanted: Wanted,
  now: number,
  spoken: Spoken = () => "",
): readonly Found[] => {
  const { weekday, minute } = localMinute(now, directory.timezone);
  const words = normalise(wanted.words);
  const found = directory.services
    .filter((service) => isListed(service))
    .filter((service) => wanted.need === null || service.needs.includes(wanted.need))
    .filter(
      ({ search, needs }) => words === "" || matches(words, `${search} ${normalise(needs.map(spoken).join(" "))}`),
    )
    .map((service) => ({ service, opening: opening(service.hours, weekday, minute) }))
    .filter((each) => !wanted.openNow || rank(each) === 0);
  return found.sort(
    (a, b) =>
      rank(a) - rank(b) || a.service.name.localeCompare(b.service.name) || (a.service.id < b.service.id ? -1 : 1),
  );
};

/** The line to call a place on: its first that somebody answers. */
export const lineOf = (service: DirectoryService): string | undefined =>
  service.phones.find((phone) => phone.kind !== "fax")?.number;

/** Who a place takes, in its own words; nothing where it only says that there is nothing to say. */
export const takes = ({ eligibility }: DirectoryService): string => (/^none\.?$/i.test(eligibility) ? "" : eligibility);

/** The needs that some listed place meets, in our order. */
export const needsIn = (directory: Directory): readonly NeedCode[] => {
  const met = new Set(directory.services.filter(isListed).flatMap((service) => service.needs));
  return NEED.filter((need) => met.has(need));
};

/** Whether any place says when it is open: without hours, "open now" cannot be asked. */
export const knowsHours = (directory: Directory): boolean =>
  directory.services.some((service) => service.hours !== null && service.hours.length > 0);
