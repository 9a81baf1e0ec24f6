import { afterEach, describe, expect, it } from "vitest";
import { readLog } from "../../src/reports/api";
import { fileHref, stagesHref } from "../../src/reports/links";
import { monthAfter, monthAt, monthBefore, monthSpan, readMonth } from "../../src/reports/months";
import type { OutcomeLogRow } from "../../src/schema";
import {
  callsOn,
  contactOf,
  endedOf,
  movedOf,
  othersOf,
  waitOf,
  whenOf,
  withThemOf,
} from "../../src/screens/manager/row";
import { language } from "../../src/text/words";

afterEach(() => {
  language.value = "en";
});

const ROW: OutcomeLogRow = {
  call_key: "call-1",
  response_key: "response-1",
  hour: "2026-10-31T12",
  area: "Old Port",
  type_code: "WELFARE",
  priority: "P3",
  status: "closed",
  triage_result: "alt_only",
  not_sent_reason: null,
  state: "cleared",
  self_initiated: false,
  begun: "offered",
  outcome: "saved",
  contact_result: "contact_made",
  resolution: ["need_unmet", "referred"],
  unmet_reason: "no_bed",
  transport_by: null,
  transport_to: null,
  others: [],
  referrals: 0,
  wait_s: 660,
  with_them_s: 3660,
};
const WITHOUT_TEAM = {
  ...ROW,
  response_key: "",
  state: null,
  outcome: "none",
  contact_result: null,
  resolution: [],
  wait_s: null,
};

describe("a line of the log", () => {
  it("tells contact, how it ended and why a need was not met", () => {
    expect(contactOf(ROW).text).toBe("Met the person");
    expect(endedOf(ROW).text).toBe("Need not met: no bed, Referred");
    expect(movedOf(ROW).text).toBe("No");
    expect(othersOf(ROW).text).toBe("Nobody");
    expect(movedOf({ ...ROW, transport_to: "sobering", transport_by: "us" }).text).toBe("Sobering place, by us");
    expect(othersOf({ ...ROW, others: ["ems", "ems", "police"] }).text).toBe("Ambulance and police");
  });

  it("keeps not asked, not known, none and not yet apart", () => {
    const gone = { ...ROW, contact_result: "gone", resolution: [], with_them_s: null };
    const due = { ...ROW, outcome: "due", contact_result: null, resolution: [] };

    expect([endedOf(gone).text, movedOf(gone).text, withThemOf(gone).text]).toEqual(["not asked", "not asked", "none"]);
    expect(contactOf(due)).toEqual({ text: "Log still to come", isDim: true });
    expect(endedOf(due).text).toBe("—");
    expect(waitOf({ ...ROW, wait_s: null }).text).toBe("not known");
    expect(waitOf(WITHOUT_TEAM).text).toBe("—");
    expect(waitOf({ ...ROW, state: "declined", wait_s: null }).text).toBe("—");
  });

  it("says of a call without a team why there was none", () => {
    expect(contactOf({ ...WITHOUT_TEAM, not_sent_reason: "outside_hours" }).text).toBe(
      "No team sent: outside our hours",
    );
    expect(contactOf({ ...WITHOUT_TEAM, triage_result: "phone_resolved" }).text).toBe("Solved by phone");
    expect(contactOf({ ...WITHOUT_TEAM, status: "queued" })).toEqual({ text: "Waiting for a team", isDim: true });
    expect(contactOf({ ...WITHOUT_TEAM, state: "declined" })).toEqual({ text: "Could not", isDim: true });
  });

  it("shows a span that two clocks disagree about as they told it", () => {
    expect(waitOf({ ...ROW, wait_s: -120 }).text).toBe("−2 min");
    expect(withThemOf(ROW).text).toBe("61 min");
  });

  it("marks the second team of a call, and counts the call once", () => {
    const second = { ...ROW, response_key: "response-2" };

    expect(whenOf(second, ROW).text).toBe("same call");
    expect(callsOn([ROW, second, WITHOUT_TEAM, { ...ROW, call_key: "call-2" }])).toBe(2);
  });

  it("speaks Spanish", () => {
    language.value = "es";

    expect(contactOf({ ...WITHOUT_TEAM, not_sent_reason: "outside_hours" }).text).toBe(
      "No se envió equipo: fuera de horario",
    );
  });
});

describe("months", () => {
  it("follow each other over the year, whole and without a gap", () => {
    expect([monthBefore("2026-01"), monthAfter("2026-12")]).toEqual(["2025-12", "2027-01"]);
    expect(monthSpan("2026-02").to).toBe(monthSpan("2026-03").from);
    expect(monthAt(monthSpan("2026-10").from)).toBe("2026-10");
    expect(monthAt(monthSpan("2026-10").to - 1)).toBe("2026-10");
  });

  it("are read from a link with care", () => {
    expect(readMonth("2026-10")).toBe("2026-10");
    for (const text of ["2026-13", "2026-1", "x", "", null]) expect(readMonth(text)).toBeNull();
  });

  it("cut the files", () => {
    expect(fileHref("calls", { from: 1, to: 2 })).toBe("/api/export/calls.csv?from=1&to=2");
    expect(stagesHref({ from: 1, to: 2 })).toBe("/api/export/full/stages.csv?from=1&to=2");
  });
});

describe("reading the log", () => {
  const LOG = { rows: [ROW], calls: 1, open_logs: 0, not_sent: 0, more: null };
  const asked = async (status: number, body: unknown, after: string | null = null) => {
    const paths: string[] = [];
    const send = async (path: string): Promise<Response> => {
      paths.push(path);
      return new Response(JSON.stringify(body), { status });
    };
    const answer = await readLog({ from: 1, to: 2 }, after, new AbortController().signal, send);
    return { answer, paths };
  };

  it("asks for the span and the place, and hands on the page", async () => {
    const { answer, paths } = await asked(200, LOG, "9.abc");

    expect(answer).toEqual({ type: "ok", body: LOG });
    expect(paths).toEqual(["/api/reports/outcomes?from=1&to=2&after=9.abc"]);
  });

  it.each([
    [401, {}, "sign_in"],
    [403, {}, "not_allowed"],
    [503, {}, "lost"],
    [200, { hotel: "welcome" }, "lost"],
  ])("takes %i %j for %s", async (status, body, type) => {
    expect((await asked(status, body)).answer.type).toBe(type);
  });

  it("takes no answer for no answer", async () => {
    const send = () => Promise.reject(new TypeError("offline"));

    expect(await readLog({ from: 1, to: 2 }, null, new AbortController().signal, send)).toEqual({ type: "lost" });
  });
});
