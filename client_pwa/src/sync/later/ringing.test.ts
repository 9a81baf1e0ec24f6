import { describe, expect, it } from "vitest";
import type { Session } from "../../schema";
import { addressOf, isHeard, spoken } from "./address";
import { browserPorts } from "../ports";
import { leaveOf, subscribed, textsEnd } from "./ringing";

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

describe("a subscription", () => {
  const OURS = "AQID";
  const browserWith = (key: readonly number[] | null) => {
    const done: string[] = [];
    const bound = (to: readonly number[]) => ({
      options: { applicationServerKey: Uint8Array.from(to).buffer, userVisibleOnly: true },
      unsubscribe: async () => done.push("ended") > 0,
    });
    const there = key === null ? null : bound(key);
    const manager = {
      getSubscription: async () => there,
      subscribe: async (how: PushSubscriptionOptionsInit) => {
        done.push(`asked for ${String(how.applicationServerKey)}`);
        return bound([9]);
      },
    };
    return { done, there, manager };
  };

  it("is the one there is, where it is bound to this organization", async () => {
    const { done, there, manager } = browserWith([1, 2, 3]);

    expect(await subscribed(manager, OURS, false)).toBe(there);
    expect(done).toEqual([]);
  });

  it.each([
    ["there is none", null, false, [`asked for ${OURS}`]],
    ["it is another organization's", [7], false, ["ended", `asked for ${OURS}`]],
    ["a trial begins", [1, 2, 3], true, ["ended", `asked for ${OURS}`]],
  ] as const)("is made anew where %s", async (_why, there, anew, does) => {
    const { done, manager } = browserWith(there);

    await subscribed(manager, OURS, anew);

    expect(done).toEqual(does);
  });
});

describe("the language of an alarm", () => {
  it.each([
    ["what a page left", async (): Promise<Response | undefined> => new Response("es"), "es"],
    ["the browser's own, where no page left one", async (): Promise<Response | undefined> => undefined, "fr"],
    [
      "the browser's own, where nothing can be read: every push is shown",
      (): Promise<Response | undefined> => Promise.reject(new Error("full")),
      "fr",
    ],
  ] as const)("is %s", async (_what, match, language) => {
    expect(await spoken({ match }, "fr")).toBe(language);
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

describe("an address that was told", () => {
  it("is told again later, unless nobody is rung here", () => {
    expect(isHeard({ ok: true, status: 204 })).toBe(true);
    for (const status of [401, 403]) expect(isHeard({ ok: false, status })).toBe(false);
    for (const status of [429, 503]) expect(() => isHeard({ ok: false, status })).toThrow();
  });
});

describe("the end of the number that texts go to", () => {
  const asked: string[] = [];
  const answering = (status: number, body: object) => ({
    ...browserPorts(),
    fetch: async (path: string) => {
      asked.push(path);
      return new Response(JSON.stringify(body), { status });
    },
  });
  const texting = { org: { ...org("KEY").org, texts: true } };

  it("is what the server tells, also that it knows none", async () => {
    expect(await textsEnd(texting, answering(200, { ends: "0119" }))).toBe("0119");
    expect(await textsEnd(texting, answering(200, { ends: null }))).toBeNull();
    expect(asked).toEqual(["/api/session/number", "/api/session/number"]);
  });

  it("is not known where the server was not heard, or a portal answered in its place", async () => {
    expect(await textsEnd(texting, answering(503, {}))).toBeUndefined();
    expect(await textsEnd(texting, answering(200, { welcome: "to our hotel" }))).toBeUndefined();
  });

  it("is not asked for where nobody is sent a text", async () => {
    asked.length = 0;

    expect(await textsEnd(org("KEY"), answering(200, { ends: "0119" }))).toBeUndefined();
    expect(asked).toEqual([]);
  });
});
