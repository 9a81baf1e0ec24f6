import { describe, expect, it } from "vitest";
import { isInATab, missing } from "../../src/sync/origin";

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

describe("a page in a browser's tab", () => {
  it("is one that an iPhone did not open from its Home Screen", () => {
    expect(isInATab({ standalone: false })).toBe(true);
    expect(isInATab({ standalone: true })).toBe(false);
  });

  it("is none on a phone that rings in tabs too, and says nothing of this", () => {
    expect(isInATab({})).toBe(false);
  });
});
