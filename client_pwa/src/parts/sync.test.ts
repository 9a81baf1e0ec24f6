import { describe, expect, it } from "vitest";
import type { SyncStatus } from "../sync/client";
import { language } from "../text/words";
import { syncWords } from "./sync";

const NOW = 1_800_000_000_000;
const FINE: SyncStatus = {
  kind: "allSent",
  waiting: 0,
  others: 0,
  attention: 0,
  heardAt: NOW - 1000,
  live: true,
  tickAgeS: 1,
  signInNeeded: false,
  upgrade: false,
};
const said = (change: Partial<SyncStatus>): string => {
  const { strong, rest } = syncWords({ ...FINE, ...change }, NOW);
  return `${strong} ${rest}`.trim();
};

describe("the sync line", () => {
  language.value = "en";

  it("says that all is sent, and how old the word from dispatch is", () => {
    expect(said({})).toBe("All sent. Heard from dispatch just now.");
    expect(said({ heardAt: NOW - 120_000 })).toBe("All sent. Heard from dispatch 2 min ago.");
  });

  it("says how much is saved here and not sent when the link is gone", () => {
    const gone = { live: false, heardAt: NOW - 18 * 60_000, waiting: 3, kind: "saved" } as const;

    expect(said(gone)).toBe("3 saved on this phone, not sent yet. Last heard from dispatch 18 min ago.");
    expect(syncWords({ ...FINE, ...gone }, NOW).look).toBe("off");
  });

  it("says no signal rather than all sent when dispatch was not heard", () => {
    expect(said({ live: false, heardAt: null })).toBe("No signal. Not heard from dispatch since the app was opened.");
  });

  it("says of a phone that was silent for too long that nothing is shown, and that it saves", () => {
    const lapsed = { live: false, heardAt: NOW - 13 * 3_600_000, lapsed: true, waiting: 1 };

    expect(said(lapsed)).toBe(
      "1 saved on this phone, not sent yet. What dispatch told is hidden until it answers. You can save, not read.",
    );
    // Heard again, the line says so at once; the rows are on their way.
    expect(said({ lapsed: true })).toBe("All sent. Heard from dispatch just now.");
  });

  it("says at once that there is no signal when the device knows of no network", () => {
    const heard = { ...FINE, live: false, heardAt: NOW - 1000 };

    expect(syncWords(heard, NOW).strong).toBe("All sent.");
    expect(syncWords(heard, NOW, "city", true).strong).toBe("No signal.");
    // A server on this very machine answers with every network off.
    expect(syncWords(FINE, NOW, "city", true).strong).toBe("All sent.");
  });

  it("puts what needs a person first, and that nothing is lost", () => {
    expect(said({ kind: "attention", attention: 1, waiting: 2 })).toBe(
      "1 needs your attention. Nothing is lost. 2 saved on this phone, not sent yet.",
    );
    expect(said({ kind: "attention", attention: 2 })).toBe("2 need your attention. Nothing is lost.");
  });

  it("tells an app that is too old to be opened again, and what it has not sent", () => {
    const old = "This app is too old to get news. It still sends. Open it again to renew it.";

    expect(said({ upgrade: true })).toBe(old);
    expect(said({ upgrade: true, waiting: 1 })).toBe(`${old} 1 saved on this phone, not sent yet.`);
  });

  it("says when the server's timers stand still, before what is on its way", () => {
    expect(said({ tickAgeS: 16 })).toMatch(/^Timers are not running/);
    expect(said({ tickAgeS: 16, kind: "sending", waiting: 1 })).toMatch(/^Timers are not running/);
    expect(said({ tickAgeS: 15, kind: "sending", waiting: 1 })).toMatch(/^Sending/);
  });
});
