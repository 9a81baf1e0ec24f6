import { describe, expect, it } from "vitest";
import type { Session } from "../../schema";
import { addressOf } from "./address";
import { leaveOf } from "./ringing";

const org = (push: string | null): Pick<Session, "org"> => ({
  org: { tag: "t", name: "City", kind: "city", training: push === null, push },
});
const browser = (permission: NotificationPermission) => ({ PushManager: {}, Notification: { permission } });

describe("whether a phone can be rung", () => {
  it.each([
    ["default", "ask"],
    ["granted", "on"],
    ["denied", "refused"],
  ] as const)("follows what its person allowed: %s", (permission, leave) => {
    expect(leaveOf(org("KEY"), browser(permission))).toBe(leave);
  });

  it("is no question of permission where nobody is rung, or the browser cannot", () => {
    expect(leaveOf(org(null), browser("granted"))).toBe("drill");
    expect(leaveOf(org("KEY"), { Notification: { permission: "granted" } })).toBe("unable");
    expect(leaveOf(org("KEY"), { PushManager: {} })).toBe("unable");
  });
});

describe("an address", () => {
  const made = (said: object) => ({ toJSON: () => said }) as PushSubscription;

  it("is told with the keys that a push is sealed with, or not at all", () => {
    const keys = { p256dh: "P", auth: "A" };
    expect(addressOf(made({ endpoint: "https://push.example/1", expirationTime: null, keys }))).toEqual({
      endpoint: "https://push.example/1",
      ...keys,
    });
    expect(addressOf(made({ endpoint: "https://push.example/1", keys: { auth: "A" } }))).toBeNull();
    expect(addressOf(made({ keys }))).toBeNull();
  });
});
