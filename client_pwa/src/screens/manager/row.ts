/** A line of the log in words. Not asked, not known and none are three different things. */
import type { OutcomeLogRow } from "../../schema";
import { isUnderWayState, THERE } from "../../sync/states";
import { label } from "../../text/codes";
import { deskLabel } from "../../text/codes.desk";
import { own } from "../../text/desk/board";
import { hourOf, minutes } from "../../text/desk/dates";
import { t } from "../../text/desk/log";
import { list } from "../../text/times";

/** A cell; dim where it says that there is nothing to say. */
export interface Cell {
  readonly text: string;
  readonly isDim: boolean;
}

const said = (text: string): Cell => ({ text, isDim: false });
const dim = (text: string): Cell => ({ text, isDim: true });

const MET: ReadonlySet<string> = new Set(["contact_made", "contact_declined", "contact_phone"]);

const isMet = (row: OutcomeLogRow): boolean => row.contact_result !== null && MET.has(row.contact_result);
const isWritten = (row: OutcomeLogRow): boolean => row.contact_result !== null;

/** A team is still on it. */
const isUnderWay = (row: OutcomeLogRow): boolean => isUnderWayState(row.state);

const upper = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

const withoutTeam = (row: OutcomeLogRow): Cell => {
  if (row.not_sent_reason !== null)
    return said(t("noTeam", { why: deskLabel("not_sent_reason", row.not_sent_reason).toLocaleLowerCase() }));
  if (row.status === "closed" || row.status === "cancelled") return said(deskLabel("triage_result", row.triage_result));
  return dim(t("waiting"));
};

/** What came of sending somebody, or that nobody was sent and why. */
export const contactOf = (row: OutcomeLogRow): Cell => {
  if (row.contact_result !== null) return said(label("contact_result", row.contact_result));
  if (row.state === null) return withoutTeam(row);
  if (row.outcome === "due" && !isUnderWay(row)) return dim(t("logDue"));
  return dim(upper(own("assignment", row.state)));
};

export const endedOf = (row: OutcomeLogRow): Cell => {
  if (!isMet(row)) return dim(isWritten(row) ? t("notAsked") : "—");
  const ended = row.resolution.map((code) => {
    const name = label("resolution", code);
    const why = code === "need_unmet" ? row.unmet_reason : null;
    return why === null ? name : t("unmet", { ended: name, why: label("unmet_reason", why).toLocaleLowerCase() });
  });
  const referred = row.referrals === 0 ? [] : [t("referrals", { n: row.referrals })];
  const all = [...ended, ...referred];
  return all.length === 0 ? dim(t("notKnown")) : said(all.join(", "));
};

export const movedOf = (row: OutcomeLogRow): Cell => {
  if (!isMet(row)) return dim(isWritten(row) ? t("notAsked") : "—");
  if (row.transport_to === null) return said(t("movedNo"));
  const where = label("destination", row.transport_to);
  if (row.transport_by === null) return said(where);
  return said(t("movedBy", { where, who: label("transport_by", row.transport_by).toLocaleLowerCase() }));
};

export const othersOf = (row: OutcomeLogRow): Cell => {
  if (!isWritten(row)) return dim("—");
  if (row.others.length === 0) return said(t("nobody"));
  return said(upper(list([...new Set(row.others)].map((code) => label("agency", code).toLocaleLowerCase()))));
};

/** States in which a team has been at the place. */
const CAME: ReadonlySet<string> = new Set([...THERE, "cleared", "cancelled_on_scene", "transferred"]);

/** A span; where a team came and nobody told the times it is not known. A negative one is shown as it is told. */
const spanOf = (seconds: number | null, row: OutcomeLogRow): Cell => {
  if (seconds === null) return dim(row.state !== null && CAME.has(row.state) ? t("notKnown") : "—");
  return said(seconds < 0 ? `−${minutes(-seconds * 1000)}` : minutes(seconds * 1000));
};

export const waitOf = (row: OutcomeLogRow): Cell => spanOf(row.wait_s, row);

export const withThemOf = (row: OutcomeLogRow): Cell => {
  if (row.with_them_s === null && isUnderWay(row)) return dim(t("notOver"));
  return isWritten(row) && !isMet(row) ? dim(t("none")) : spanOf(row.with_them_s, row);
};

export const whenOf = (row: OutcomeLogRow, before: OutcomeLogRow | undefined): Cell =>
  before?.call_key === row.call_key ? dim(t("sameCall")) : said(hourOf(row.hour));

export const areaOf = (row: OutcomeLogRow): Cell =>
  row.area === "" || row.area === "unknown" ? dim(t("areaUnknown")) : said(row.area);

export const typeOf = (row: OutcomeLogRow): string => label("type_code", row.type_code);

/** How many calls stand on a page: a call with several teams has several lines. */
export const callsOn = (rows: readonly OutcomeLogRow[]): number => new Set(rows.map((row) => row.call_key)).size;
