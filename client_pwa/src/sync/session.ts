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
