/**
 * How many callers this browser's desk gave the confidential site's number, by day: a number in this browser until the
 * day is over, then told once as that number. No time, no type, no words, and no id that was made while they called.
 */
import type { CommandArgs } from "../../../schema";
import type { SyncClient } from "../../../sync/client";

/** The part of the browser's storage that is needed. */
type Drawer = Pick<Storage, "getItem" | "setItem" | "removeItem">;

interface Counted {
  readonly given: number;
  /** Under which it is told; made when it is, so that it says nothing of when somebody called. */
  readonly id: string | null;
}

type Days = Readonly<Record<string, Counted>>;

const KEPT = "site.given.";

/** "2026-11-21", by the city's own day where its zone is known, else by this computer's. */
export const dayAt = (at: number, zone?: string): string => {
  const written = (timeZone?: string): string =>
    // A Swede writes a day as every machine does.
    new Intl.DateTimeFormat("sv", { year: "numeric", month: "2-digit", day: "2-digit", timeZone }).format(at);
  try {
    return written(zone);
  } catch {
    return written();
  }
};

/** The city's time zone, as its directory states it; unknown until there is one. */
export const zoneOf = (client: Pick<SyncClient, "rows">): string | undefined =>
  [...client.rows("directory").value.values()][0]?.timezone ?? undefined;

const isCounted = (value: unknown): value is Counted =>
  typeof value === "object" && value !== null && "given" in value && typeof value.given === "number";

const read = (drawer: Drawer, org: string): Days => {
  try {
    const found: unknown = JSON.parse(drawer.getItem(KEPT + org) ?? "{}");
    return Object.fromEntries(Object.entries(found ?? {}).filter(([, it]) => isCounted(it)));
  } catch {
    return {};
  }
};

const write = (drawer: Drawer, org: string, days: Days): void => {
  if (Object.keys(days).length === 0) drawer.removeItem(KEPT + org);
  else drawer.setItem(KEPT + org, JSON.stringify(days));
};

/** One more caller today. */
export const countOne = (drawer: Drawer, org: string, now: number, zone?: string): void => {
  const days = read(drawer, org);
  const day = dayAt(now, zone);
  write(drawer, org, { ...days, [day]: { given: (days[day]?.given ?? 0) + 1, id: null } });
};

/** Tells each day that is over, under an id that stays until it is saved: said again after a crash it counts once. */
export const tellDays = async (
  drawer: Drawer,
  org: string,
  now: number,
  zone: string | undefined,
  newId: () => string,
  save: (entity: string, args: CommandArgs["site.count"]) => Promise<unknown>,
): Promise<void> => {
  const over = Object.entries(read(drawer, org)).filter(([day]) => day < dayAt(now, zone));
  for (const [day, { given, id }] of over) {
    const entity = id ?? newId();
    write(drawer, org, { ...read(drawer, org), [day]: { given, id: entity } });
    await save(entity, { day, given });
    const { [day]: _told, ...rest } = read(drawer, org);
    write(drawer, org, rest);
  }
};
