/** Joining an organization with this browser: fetched only when somebody signs in. */
import type { Enrol, Enrolled, Session } from "../../schema";
import { APP } from "../app";
import { encode64 } from "../bytes";
import { type Device, type Home, openHome, openRoot, type Root } from "../device";
import { openOutbox } from "../outbox";
import { browserPorts, type Ports } from "../ports";
import { genuine, newDeviceKey, publicText, sign } from "../signing";
import { type Answer, ask, posted } from "../wire";

/** Why a code did not let somebody in: the server's problem code, or `no_answer`, `not_genuine`, `key_changed`. */
export class EnrolError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** These mean that the device we offered is not taken any more; a new one may be. */
const NEW_DEVICE: ReadonlySet<string> = new Set(["bad_signature", "revoked"]);

/**
 * Sign in with a code. A browser that already is a device of the organization stays that device.
 *
 * `anew`: this person has forgotten their PIN; if the code is theirs, what it opened is let go of, and what they have
 * not sent stays and goes.
 */
export const enrol = async (code: string, ports: Ports = browserPorts(), anew?: string): Promise<Session> => {
  const root = openRoot();
  try {
    const pair = await newDeviceKey();
    const known = await newestDevice(root, ports);
    const answer = await knock(ports, code, pair.publicKey, known);
    if (answer.type === "lost") throw new EnrolError("no_answer");
    if (answer.type === "refused") throw new EnrolError(answer.code);
    return await settleIn(root, ports, answer.body, pair, anew);
  } finally {
    await root.close();
  }
};

const newestDevice = async (root: Root, ports: Ports): Promise<Device | undefined> => {
  const [newest] = await root.devices();
  if (newest === undefined) return undefined;
  const home = openHome(newest.tag, ports.bytes);
  const device = await home.device(newest.id);
  await home.db.close();
  return device;
};

const enrolDevice = (ports: Ports, asking: Enrol): Promise<Answer<Enrolled>> =>
  ask(ports, "/api/session/enrol", posted(JSON.stringify(asking)), "signing_public");

const knock = async (
  ports: Ports,
  code: string,
  key: CryptoKey,
  known: Device | undefined,
): Promise<Answer<Enrolled>> => {
  const nonce = encode64(ports.bytes(16));
  const asking = { code, device_public: await publicText(key), nonce, app: APP };
  if (known === undefined) return enrolDevice(ports, asking);
  const sig = await sign(known.sign, `field727 enrol ${known.id} ${code}`);
  const answer = await enrolDevice(ports, { ...asking, device: known.id, sig });
  const newer = answer.type === "refused" && NEW_DEVICE.has(answer.code);
  return newer ? enrolDevice(ports, asking) : answer;
};

const settleIn = async (
  root: Root,
  ports: Ports,
  enrolled: Enrolled,
  pair: CryptoKeyPair,
  anew: string | undefined,
): Promise<Session> => {
  const { session, device: id } = enrolled;
  const tag = session.org.tag;
  const home = openHome(tag, ports.bytes);
  try {
    const device = await deviceFrom(home, enrolled, pair);
    await home.keepDevice(device);
    if (anew === session.person.id) await letGo(home, tag, anew);
    await home.keepSession(session);
    await root.remember({ id, tag }, ports.now());
    await root.activate({ tag, person: session.person.id, device: id });
    return session;
  } finally {
    await home.db.close();
  }
};

/** What nobody can open any more. The sealed rows stay and are sent. */
const letGo = async (home: Home, tag: string, person: string): Promise<void> => {
  const outbox = openOutbox(tag);
  await home.destroy(person);
  await outbox.dropShadows(person);
  await outbox.close();
};

const deviceFrom = async (
  home: Home,
  { device: id, signing_public, keys: announced, session }: Enrolled,
  pair: CryptoKeyPair,
): Promise<Device> => {
  const pinned = (await home.devices())[0]?.signing ?? signing_public;
  if (pinned !== signing_public) throw new EnrolError("key_changed");
  const keys = await genuine(pinned, announced);
  if (keys.length === 0) throw new EnrolError("not_genuine");
  const known = await home.device(id);
  if (known !== undefined) return { ...known, keys };
  return {
    id,
    tag: session.org.tag,
    sign: pair.privateKey,
    public: await publicText(pair.publicKey),
    signing: pinned,
    keys,
    nonce: encode64(crypto.getRandomValues(new Uint8Array(16))),
    skew_ms: 0,
  };
};
