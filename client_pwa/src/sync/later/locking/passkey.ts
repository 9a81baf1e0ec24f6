/**
 * The way this device itself is opened, a finger, a face or its code, in the place of the PIN: WebAuthn's PRF.
 *
 * Its chip makes 32 bytes of a salt, for this address and whoever it knows only; they never lie in the profile. With the
 * server's share they open the data key as the PIN does, which stays. No server is asked whether it was right: what is
 * made of a wrong secret opens nothing.
 */
import type { Bytes } from "../../bytes";
import type { Passkey } from "../../device";
import { passkeyKey, unwrapped, wrapped } from "./keys";
import { type Attempt, type Of, openedBy, ownerOf, type Refusal, within } from "./pin";
import { editLock } from "./shares";

/** Whether it was chosen here, could be, or cannot. */
export type Standing = "has" | "can" | "cannot";

type Named = Pick<Passkey, "id" | "salt">;

const secretOf = (credential: Credential | null): Bytes | null => {
  const first = (credential as PublicKeyCredential | null)?.getClientExtensionResults().prf?.results?.first;
  // A buffer, by the letter of the specification, or a view of one.
  return first === undefined ? null : new Uint8Array(ArrayBuffer.isView(first) ? first.buffer : first);
};

/** Ask whoever holds the device to show who they are. Null: they did not, or it cannot. */
const secret = async ({ id, salt }: Named, challenge: Bytes): Promise<Bytes | null> => {
  const publicKey: PublicKeyCredentialRequestOptions = {
    ...{ challenge, userVerification: "required", allowCredentials: [{ type: "public-key", id }] },
    extensions: { prf: { eval: { first: salt } } },
  };
  return secretOf(await navigator.credentials.get({ publicKey }).catch(() => null));
};

/** Nobody is named: it lies in the device's own list. */
const made = async (salt: Bytes, bytes: Of["ports"]["bytes"]): Promise<(Named & { readonly is: Bytes }) | null> => {
  const publicKey: PublicKeyCredentialCreationOptions = {
    ...{ challenge: bytes(32), rp: { name: "727" }, user: { id: bytes(16), name: "727", displayName: "727" } },
    pubKeyCredParams: [-7, -257].map((alg) => ({ type: "public-key", alg })),
    authenticatorSelection: { authenticatorAttachment: "platform", userVerification: "required" },
    extensions: { prf: { eval: { first: salt } } },
  };
  const credential = await navigator.credentials.create({ publicKey }).catch(() => null);
  if (credential === null) return null;
  const named = { id: new Uint8Array((credential as PublicKeyCredential).rawId), salt };
  // Some tell it at once, others when they are asked again.
  const is = secretOf(credential) ?? (await secret(named, bytes(32)));
  return is === null ? null : { ...named, is };
};

export const standingOf = async ({ home, session }: Of): Promise<Standing> => {
  const found = await home.db.use((open) => open.get("person", session.person.id));
  if (found?.lock?.passkey) return "has";
  const can = await globalThis.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.();
  return can === true && found?.lock !== undefined ? "can" : "cannot";
};

/** Put the data key behind it too, once the PIN was proved; `null` lets go of it. */
export const keepPasskey = async (of: Of, raw: Bytes | null): Promise<"kept" | "cancelled" | Refusal | "lost"> => {
  const { ports, home, session } = of;
  const person = session.person.id;
  if (raw === null) {
    await editLock(home, person, () => ({ passkey: null }));
    return "kept";
  }
  const got = await within(of);
  if ("is" in got) return got.is;
  const found = await made(ports.bytes(32), ports.bytes);
  if (found === null) return "cancelled";
  const { id, salt, is } = found;
  const data = await wrapped(await passkeyKey(is, got.share, salt, ownerOf(session)), raw, ports.bytes(12));
  await editLock(home, person, () => ({ passkey: { id, salt, data } }));
  return "kept";
};

export const tryPasskey = async (of: Of): Promise<Attempt> => {
  const got = await within(of);
  if ("is" in got) return got;
  const passkey = got.lock.passkey ?? null;
  const is = passkey && (await secret(passkey, of.ports.bytes(32)));
  if (passkey === null || is === null) return { is: "cancelled" };
  const raw = await unwrapped(await passkeyKey(is, got.share, passkey.salt, ownerOf(of.session)), passkey.data);
  return raw === null ? { is: "cancelled" } : openedBy(of, got.lock, raw);
};
