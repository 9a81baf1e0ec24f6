/** The outcome log of a month: how many, what is still missing, the lines, and the way to the files. */
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../../parts/icon";
import { type Asked, readLog } from "../../reports/api";
import { type Month, monthAfter, monthAt, monthBefore, monthSpan, readMonth, type Span } from "../../reports/months";
import { here, path } from "../../router";
import type { OutcomeLog } from "../../schema";
import { monthName, number } from "../../text/desk/dates";
import { t } from "../../text/desk/log";
import { Files } from "./files";
import { callsOn } from "./row";
import { LogTable } from "./table";

/** Where in the log we are; all of it stands in the address. */
interface At {
  readonly month: Month;
  readonly after: string | null;
  /** How many calls stand on newer pages. */
  readonly skipped: number;
  readonly exporting: boolean;
}

const readAt = (now: number): At => {
  const { query } = here.value;
  const skipped = Number(query.get("n") ?? "0");
  return {
    month: readMonth(query.get("month")) ?? monthAt(now),
    after: query.get("after"),
    skipped: Number.isSafeInteger(skipped) && skipped > 0 ? skipped : 0,
    exporting: query.get("export") === "1",
  };
};

const href = (at: At): string =>
  path("/outcomes", {
    month: at.month,
    after: at.after,
    n: at.skipped === 0 ? null : String(at.skipped),
    export: at.exporting ? "1" : null,
  });

/** The page of the moment; null while it is read. `again` reads anew. */
const usePage = (span: Span, after: string | null): readonly [Asked<OutcomeLog> | null, () => void] => {
  const [asked, setAsked] = useState<Asked<OutcomeLog> | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    setAsked(null);
    readLog({ from: span.from, to: span.to }, after, abort.signal).then(
      (answer) => !abort.signal.aborted && setAsked(answer),
      () => undefined,
    );
    return () => abort.abort();
  }, [span.from, span.to, after, turn]);
  return [asked, () => setTurn((before) => before + 1)];
};

const Months = ({ at, now }: { readonly at: At; readonly now: number }) => {
  const first: At = { ...at, after: null, skipped: 0 };
  const isNow = at.month >= monthAt(now);
  return (
    <nav class="row tight" aria-label={t("months")}>
      <a class="btn sm" href={href({ ...first, month: monthBefore(at.month) })} aria-label={t("earlierMonth")}>
        <Icon name="back" />
      </a>
      <b class="month">{monthName(monthSpan(at.month).from)}</b>
      {isNow ? (
        <span class="btn sm" aria-disabled="true">
          <Icon name="chev" />
        </span>
      ) : (
        <a class="btn sm" href={href({ ...first, month: monthAfter(at.month) })} aria-label={t("laterMonth")}>
          <Icon name="chev" />
        </a>
      )}
    </nav>
  );
};

const Pages = ({ at, log }: { readonly at: At; readonly log: OutcomeLog }) => {
  const calls = callsOn(log.rows);
  const values = {
    first: number(at.skipped + 1),
    last: number(at.skipped + calls),
    all: number(log.calls),
  };
  return (
    <div class="row wrap">
      <span class="dim">{t("page", values)}</span>
      {at.after !== null && (
        <a class="btn sm end" href={href({ ...at, after: null, skipped: 0 })}>
          {t("newest")}
        </a>
      )}
      {log.more !== null && (
        <a
          class={at.after === null ? "btn sm end" : "btn sm"}
          href={href({ ...at, after: log.more, skipped: at.skipped + calls })}
        >
          {t("earlier")} <Icon name="chev" />
        </a>
      )}
    </div>
  );
};

/** No calls, and the one next step: a month that has some. */
const Empty = ({ at, now }: { readonly at: At; readonly now: number }) => {
  const month = at.month === monthAt(now) ? monthBefore(at.month) : monthAt(now);
  return (
    <section class="panel stack">
      <p>{t("emptyLead")}</p>
      <a class="btn fit" href={href({ month, after: null, skipped: 0, exporting: false })}>
        {t("seeMonth", { month: monthName(monthSpan(month).from) })}
      </a>
    </section>
  );
};

/** Wider than a narrow window: the keyboard can scroll it. */
const SCROLLS = { tabIndex: 0 } as const;

const Shown = ({ at, now, log }: { readonly at: At; readonly now: number; readonly log: OutcomeLog }) => {
  if (log.calls === 0) return <Empty at={at} now={now} />;
  return (
    <>
      <p class="s dim">
        {t("honest", {
          open: number(log.open_logs),
          openOf: log.open_logs,
          not: number(log.not_sent),
          notOf: log.not_sent,
        })}
      </p>
      <section class="panel sheet-of-rows" aria-label={t("table")} {...SCROLLS}>
        <LogTable rows={log.rows} />
      </section>
      <Pages at={at} log={log} />
    </>
  );
};

const Problem = ({ asked, onAgain }: { readonly asked: Asked<OutcomeLog>; readonly onAgain: () => void }) => {
  if (asked.type === "sign_in") {
    return (
      <p class="note warn" role="status">
        {t("signIn")}{" "}
        <a href="/enrol" target="_self">
          {t("signInLink")}
        </a>
      </p>
    );
  }
  if (asked.type === "not_allowed") return <p class="note warn">{t("notAllowed")}</p>;
  return (
    <div class="note warn" role="status">
      <p class="grow">{t("lost")}</p>
      <button type="button" class="btn sm" onClick={onAgain}>
        {t("again")}
      </button>
    </div>
  );
};

const titleOf = (asked: Asked<OutcomeLog> | null, month: string): string => {
  if (asked?.type !== "ok") return t("titleLoading", { month });
  const { calls } = asked.body;
  return calls === 0 ? t("empty", { month }) : t("title", { n: number(calls), of: calls, month });
};

export const LogScreen = ({ now }: { readonly now: number }) => {
  const at = readAt(now);
  const span = monthSpan(at.month);
  const month = monthName(span.from);
  const [asked, again] = usePage(span, at.after);
  const title = titleOf(asked, month);
  useEffect(() => {
    document.title = `${title} · 727`;
  }, [title]);
  return (
    <div class={at.exporting ? "office exporting" : "office"}>
      <main class="stack">
        <div class="row wrap">
          <h1 class="grow">{title}</h1>
          <Months at={at} now={now} />
          {!at.exporting && !(asked?.type === "ok" && asked.body.calls === 0) && (
            <a class="btn sm" href={href({ ...at, exporting: true })}>
              <Icon name="download" /> {t("export")}
            </a>
          )}
        </div>
        {asked === null && (
          <p class="panel dim" role="status">
            {t("loading")}
          </p>
        )}
        {asked?.type === "ok" && <Shown at={at} now={now} log={asked.body} />}
        {asked !== null && asked.type !== "ok" && <Problem asked={asked} onAgain={again} />}
      </main>
      {at.exporting && <Files span={span} month={month} closeHref={href({ ...at, exporting: false })} />}
    </div>
  );
};
