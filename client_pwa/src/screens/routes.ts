/** Which pages belong to which role, and where a person lands. Pure. */
import type { RoleCode, Session } from "../schema";

/** The lazy parts of the app: a phone never downloads the console. */
export type Area = "phone" | "quiet" | "desk" | "manager" | "account" | "lock";

const AREAS: readonly (readonly [Area, readonly string[], readonly RoleCode[]])[] = [
  ["phone", ["/now", "/find", "/promises"], ["responder"]],
  ["desk", ["/desk"], ["dispatcher", "supervisor"]],
  ["manager", ["/outcomes"], ["manager", "supervisor"]],
  ["quiet", ["/quiet"], ["interrupter", "site_lead"]],
];

const HOME: Readonly<Record<Area, string>> = {
  phone: "/now",
  quiet: "/quiet",
  desk: "/desk",
  manager: "/outcomes",
  account: "/me",
  lock: "/unlock",
};

const may = (session: Session, roles: readonly RoleCode[]): boolean =>
  roles.some((role) => session.roles.includes(role));

const under = (path: string, start: string): boolean => path === start || path.startsWith(`${start}/`);

/** The first part of the app this person has; the account page where they have none. */
const homeArea = (session: Session): Area => AREAS.find(([, , roles]) => may(session, roles))?.[0] ?? "account";

/** Where this person lands. */
export const landing = (session: Session): string => HOME[homeArea(session)];

/** The part a path belongs to; null where the person may not see it, or nothing is there. */
export const areaOf = (path: string, session: Session): Area | null => {
  const found = AREAS.find(([, starts]) => starts.some((start) => under(path, start)));
  if (found !== undefined) return may(session, found[2]) ? found[0] : null;
  if (path === HOME.lock) return "lock";
  if (!under(path, "/me")) return null;
  const home = homeArea(session);
  return home === "phone" || home === "quiet" ? home : "account";
};

/** A desk keeps little of its rows on disk; a phone keeps them for when there is no signal. */
export const isDesk = (session: Session): boolean => homeArea(session) === "desk" || homeArea(session) === "manager";
