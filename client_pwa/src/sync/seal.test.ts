import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { OutboxRow } from "../schema";
import { decode64, uuid7 } from "./bytes";
import { argumentsText, headerText, openSealer, rowHash, wireText } from "./seal";
import { verify } from "./signing";

interface KeyPair {
  readonly kid: string;
  readonly public: string;
  readonly jwk: JsonWebKey;
}

interface Vectors {
  readonly keys: { readonly sealing: KeyPair; readonly ephemeral: KeyPair };
  readonly rows: readonly {
    readonly name: string;
    readonly arguments: string;
    readonly iv: string;
    readonly header: string;
    readonly row: OutboxRow;
    readonly row_hash: string;
  }[];
  readonly json_strings: readonly { readonly text: string; readonly json: string }[];
  readonly signatures: readonly {
    readonly name: string;
    readonly public: string;
    readonly message: string;
    readonly sig: string;
  }[];
}

const vectors: Vectors = JSON.parse(
  readFileSync(new URL("../../../tests/vectors/envelope.json", import.meta.url), "utf8"),
);

/** The app run of the vectors; only a test may bring a run's key from outside. */
const runOfVectors = async (): Promise<CryptoKeyPair> => {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const { d: _secret, ...open } = vectors.keys.ephemeral.jwk;
  return {
    privateKey: await crypto.subtle.importKey("jwk", vectors.keys.ephemeral.jwk, curve, false, ["deriveBits"]),
    publicKey: await crypto.subtle.importKey("jwk", open, curve, true, []),
  };
};

describe("the sealed row", () => {
  it.each(vectors.rows)("comes out byte for byte as the server's: $name", async (vector) => {
    const sealer = await openSealer(await runOfVectors(), vectors.keys.sealing);

    const row = await sealer.seal(vector.row, vector.arguments, decode64(vector.iv));

    expect(row).toEqual(vector.row);
    expect(headerText(row)).toBe(vector.header);
    expect(await rowHash(row)).toBe(vector.row_hash);
    expect(JSON.parse(wireText(row))).toEqual(vector.row);
  });

  it.each(vectors.json_strings)("writes header text as the server does: $json", ({ text, json }) => {
    expect(JSON.stringify(text)).toBe(json);
  });

  it("replaces half an emoji instead of sending text that has no bytes", () => {
    const cut = "ok \ud83d".concat("");

    expect(argumentsText({ note: cut, kept: "🚑" })).toBe('{"note":"ok \ufffd","kept":"🚑"}');
  });
});

describe("a signature of the organization", () => {
  it.each(vectors.signatures)("is accepted: $name", async (vector) => {
    expect(await verify(vector.public, vector.message, vector.sig)).toBe(true);
  });

  it.each(vectors.signatures)("is refused over other words: $name", async (vector) => {
    expect(await verify(vector.public, `${vector.message}!`, vector.sig)).toBe(false);
  });

  it("is refused when it is not even base64url", async () => {
    expect(await verify("?", "anything", "?")).toBe(false);
  });
});

describe("a new id", () => {
  it("is a UUIDv7 that sorts by time", () => {
    const random = new Uint8Array(10).fill(255);

    expect(uuid7(1_790_000_000_123, random)).toBe("01a0c450-6c7b-7fff-bfff-ffffffffffff");
    expect(uuid7(1_790_000_000_122, random) < uuid7(1_790_000_000_123, new Uint8Array(10))).toBe(true);
  });
});
