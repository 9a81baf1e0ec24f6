/**
 * A copy of a device, told so by the server, becomes a device of its own by the key that both hold.
 *
 * What it has not sent goes up under its new name. The app that is open goes on as it is; its next start is the new one.
 */
import type { Became, BecomeDevice } from "../../schema";
import { APP } from "../app";
import type { Parts } from "../book";
import { encode64 } from "../bytes";
import { openRoot } from "../device";
import { handOver } from "../handover";
import { newDeviceKey, publicText, sign } from "../signing";
import { ask, openWire, posted } from "../wire";

/** False when it did not come to it: the next welcome says so again. */
export const become = async ({ ports, home, outbox, device, session }: Parts): Promise<boolean> => {
  const person = session.person.id;
  const pair = await newDeviceKey();
  const device_public = await publicText(pair.publicKey);
  const first_nonce = encode64(ports.bytes(16));
  const told = await openWire(ports).nonce(device.id);
  if (told.type !== "ok") return false;
  const { nonce } = told.body;
  const sig = await sign(device.sign, `field727 device ${device.id} ${person} ${nonce} ${device_public}`);
  const asking: BecomeDevice = { device: device.id, person, nonce, sig, device_public, first_nonce, app: APP };
  const answer = await ask<Became>(ports, "/api/sync/device", posted(JSON.stringify(asking)), "device");
  if (answer.type !== "ok") return false;
  const id = answer.body.device;
  // The key before anything that needs it: whenever this ends, what is here can still be sent by one name or the other.
  await home.keepDevice({ ...device, id, sign: pair.privateKey, public: device_public, nonce: first_nonce });
  const root = openRoot();
  await root.remember({ id, tag: device.tag }, ports.now());
  await outbox.adopt(device.id, id);
  await home.keepSession(answer.body.session ?? { ...session, device: id });
  if ((await root.active())?.person === person) await root.activate({ tag: device.tag, person, device: id });
  await root.close();
  await handOver(ports, device.id);
  return true;
};
