/**
 * Who was shut out keeps nothing on a phone that they are not signed in on: the key goes, and all that it opened.
 *
 * Whoever is signed in is told by the app that is open. What anybody saved is sealed to the organization, and still goes.
 */
import { type Device, openHome, openRoot } from "../../device";
import { openOutbox } from "../../outbox";
import { browserPorts, type Ports } from "../../ports";
import { askToken, openWire } from "../../wire";

/** The newest device that they ever signed in on says it: who came back by a new code was not shut out with the old one. */
const isShutOut = async (ports: Ports, devices: readonly Device[], person: string): Promise<boolean> => {
  const wire = openWire(ports);
  for (const device of devices) {
    const answer = await askToken(wire, device, person);
    if (answer.type === "ok") return answer.body.revoked === true;
    if (answer.type === "lost") return false;
    // A device that cannot answer for itself hands the question to no older one, of whose end this person knows nothing.
    if (answer.code !== "not_signed_in") return answer.code === "revoked";
  }
  return false;
};

const forgetIn = async (tag: string, ids: readonly string[], signedIn: string | undefined, ports: Ports) => {
  const [home, outbox] = [openHome(tag, ports.bytes), openOutbox(tag)];
  try {
    const devices = (await Promise.all(ids.map(home.device))).filter((device) => device !== undefined);
    const [persons, found] = await home.db.use((open) =>
      Promise.all([open.getAllKeys("person"), open.getAll("person")]),
    );
    for (const [n, person] of persons.entries()) {
      if (person === signedIn || !(await isShutOut(ports, devices, person))) continue;
      // Whoever signed in while the answer was on its way has another session here by now.
      if (await home.destroy(person, found[n]?.session)) await outbox.dropShadows(person);
    }
  } finally {
    await Promise.all([home.db.close(), outbox.close()]);
  }
};

/** Ask about everybody whose key lies here and who is not signed in. What is no answer of the server destroys nothing. */
export const forgetEnded = async (ports: Ports = browserPorts()): Promise<void> => {
  const root = openRoot();
  const [devices, active] = await Promise.all([root.devices(), root.active()]).finally(root.close);
  for (const tag of new Set(devices.map((device) => device.tag))) {
    const ids = devices.filter((device) => device.tag === tag).map(({ id }) => id);
    await forgetIn(tag, ids, active?.tag === tag ? active.person : undefined, ports);
  }
};
