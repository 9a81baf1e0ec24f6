/** What a team saved of a call, as a supervisor reads it: the answers as they are coded, and the notes. */
import type { Asked } from "../../../reports/api";
import type { Addition, Encounter, OutcomeAnswers } from "../../../schema";
import { label } from "../../../text/codes";
import { deskLabel } from "../../../text/codes.desk";
import { row } from "../../../text/desk/dates";
import { t } from "../../../text/desk/seat";
import { noticedWords, p, linesOf as personLines } from "../../../text/person";
import { reportSay as r } from "../../../text/reports";
import { s } from "../../../text/shell";
import { when } from "./words";

const yesNo = (said: boolean): string => t(said ? "yes" : "no");

/** Each answer that was given: its question, and what was said. */
export const linesOf = (answers: OutcomeAnswers): readonly (readonly [string, string])[] => {
  const {
    resolution,
    unmet_reason,
    services,
    transport,
    others_on_scene = [],
    dispute,
    team_safe,
    staff_injured,
  } = answers;
  const lines: (readonly [string, string])[] = [[t("contact"), label("contact_result", answers.contact_result)]];
  const add = (question: string, said: string | null): void => {
    if (said !== null && said !== "") lines.push([question, said]);
  };
  add(t("ended"), row((resolution ?? []).map((code) => label("resolution", code))));
  add(t("unmet"), (unmet_reason ?? null) && label("unmet_reason", unmet_reason ?? ""));
  add(t("services"), row((services ?? []).map((code) => label("service", code))));
  if (transport)
    add(t("taken"), `${label("destination", transport.destination)} · ${label("transport_by", transport.by)}`);
  add(t("others"), row(others_on_scene.map(({ agency }) => label("agency", agency))));
  if (dispute) {
    const { about, parties, agreement, follow_up = "none" } = dispute;
    const came = [deskLabel("agreement", agreement), deskLabel("follow_up", follow_up)];
    add(t("dispute"), row([deskLabel("dispute_about", about), t("there", { n: parties }), ...came]));
  }
  add(t("safe"), (team_safe ?? null) === null ? null : yesNo(team_safe === true));
  add(t("hurt"), (staff_injured ?? null) === null ? null : yesNo(staff_injured === true));
  return lines;
};

/** The line of what was noticed, where anything was. */
const noticedLines = (all: NonNullable<Addition["presenting"]>): readonly (readonly [string, string])[] =>
  all.length === 0 ? [] : [[p("noticed"), noticedWords(all)]];

const Saved = ({ answers, note = null, demographics, presenting = [], at }: Omit<Addition, "by">) => (
  <div class="stack-s">
    <p class="s dim">{t("savedAt", { time: when(at) })}</p>
    <dl class="facts s">
      {[...linesOf(answers), ...noticedLines(presenting), ...personLines(demographics ?? {})].map(
        ([question, said]) => (
          <div key={question} class="row top">
            <dt class="dim">{question}</dt>
            <dd class="grow">{said}</dd>
          </div>
        ),
      )}
    </dl>
    {note !== null && <p class="pre">{note}</p>}
  </div>
);

export const Outcome = ({ said }: { readonly said: Asked<Encounter> }) => {
  if (said.type === "sign_in") return <p role="alert">{s("sync.signIn")}</p>;
  if (said.type === "not_allowed") return <p role="alert">{t("notHere")}</p>;
  if (said.type === "lost") return <p role="alert">{t("noAnswer")}</p>;
  const { first_saved_at, additions, must_report = [], reports = [], unreadable } = said.body;
  return (
    <>
      <Saved {...said.body} at={first_saved_at} />
      {additions.map((it) => (
        <Saved key={`${it.by} ${it.at}`} {...it} />
      ))}
      {must_report.length > 0 && reports.length === 0 && <p class="note warn">{t("mustReport")}</p>}
      {reports.map(({ id, to, role, at }) => (
        <p key={id} class="s">
          {t("reported", {
            to: r(`to.${to}`),
            role: role === "supervisor" ? r("supervisor") : label("skill", role),
            time: when(at),
          })}
        </p>
      ))}
      {unreadable === true && <p class="note warn">{t("unreadable")}</p>}
    </>
  );
};
