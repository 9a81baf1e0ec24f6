import { describe, expect, it } from "vitest";
import { missing } from "../../src/sync/origin";

const WHOLE = {
  isSecureContext: true,
  crypto: { subtle: {} },
  indexedDB: {},
  navigator: { serviceWorker: {}, locks: {} },
};

describe("an origin", () => {
  it("with everything can keep things safe", () => {
    expect(missing(WHOLE)).toEqual([]);
  });

  it("without a secure context says so first, then what is missing because of it", () => {
    const plain = { isSecureContext: false, crypto: {}, indexedDB: {}, navigator: {} };

    expect(missing(plain)).toEqual(["secure_context", "crypto", "service_worker", "locks"]);
  });

  it("with its storage switched off says so", () => {
    expect(missing({ ...WHOLE, indexedDB: undefined })).toEqual(["indexed_db"]);
  });
});
