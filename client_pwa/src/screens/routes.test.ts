import { describe, expect, it } from "vitest";
import { match, path } from "../router";
import type { RoleCode, Session } from "../schema";
import { codeOf, isWhole, tidy } from "./enrolcode";
import { areaOf, isDesk, landing } from "./routes";

const session = (...roles: readonly RoleCode[]): Session => ({
  person: { id: "p", name: "Ama" },
  org: { tag: "abcdef", name: "Exampleton", kind: "city", training: true },
  roles,
  device: "d",
  csrf: "c",
  expires_at: 0,
});

describe("where a person lands", () => {
  it.each<[RoleCode, string]>([
    ["responder", "/now"],
    ["dispatcher", "/desk"],
    ["supervisor", "/desk"],
    ["manager", "/outcomes"],
    ["interrupter", "/quiet"],
    ["site_lead", "/quiet"],
    ["admin", "/me"],
  ])("%s on %s", (role, home) => {
    expect(landing(session(role))).toBe(home);
  });

  it("a page of another role is nobody's, and never loaded", () => {
    expect(areaOf("/desk", session("responder"))).toBeNull();
    expect(areaOf("/quiet/list", session("supervisor"))).toBeNull();
    expect(areaOf("/desk/call/1", session("dispatcher"))).toBe("desk");
    expect(areaOf("/nowhere", session("responder"))).toBeNull();
    expect(areaOf("/nowadays", session("responder"))).toBeNull();
  });

  it("a phone keeps its rows, a desk does not", () => {
    expect(isDesk(session("responder", "supervisor"))).toBe(false);
    expect(isDesk(session("manager"))).toBe(true);
  });
});

describe("paths", () => {
  it("give their parts by name", () => {
    expect(match("/now/call/:call/log", "/now/call/a%20b/log")).toEqual({ call: "a b" });
    expect(match("/now/call/:call", "/now/call/a/log")).toBeNull();
    expect(match("/find", "/find/")).toEqual({});
    expect(match("/find/:service", "/find/")).toBeNull();
  });

  it("leave out empty filters", () => {
    expect(path("/find", { need: "food", open: null, q: "" })).toBe("/find?need=food");
    expect(path("/find", { q: null })).toBe("/find");
  });
});

describe("a code", () => {
  it("is tidied as it is typed or pasted", () => {
    expect(tidy(" k7rm-4xqp zz")).toBe("K7RM4XQP");
    expect(isWhole("K7RM4XQP")).toBe(true);
    expect(isWhole("K7RM")).toBe(false);
  });

  it("comes from the fragment of a link", () => {
    expect(codeOf("#K7RM4XQP")).toBe("K7RM4XQP");
    expect(codeOf("")).toBeNull();
    expect(codeOf("#")).toBeNull();
  });
});
