/** Who is signed in here when there is no network to ask. */
import type { Session } from "../schema";
import { openHome, openRoot } from "./device";
import { browserPorts, type Ports } from "./ports";

/** The last known session of this browser, from its own disk: the app opens with no network. */
export const currentSession = async (ports: Ports = browserPorts()): Promise<Session | null> => {
  const root = openRoot();
  const active = await root.active();
  await root.close();
  if (active === undefined) return null;
  const home = openHome(active.tag, ports.bytes);
  const session = await home.session(active.person);
  await home.db.close();
  return session;
};

/** Whether what this person has here opens by a PIN only. */
export const isLocked = async ({ org, person }: Session, ports: Ports = browserPorts()): Promise<boolean> => {
  const home = openHome(org.tag, ports.bytes);
  const locked = await home.isLocked(person.id);
  await home.db.close();
  return locked;
};
