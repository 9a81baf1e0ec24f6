/** What a team saved of a call, as a supervisor reads it: the answers as they are coded, and the notes. */
import type { Asked } from "../../../reports/api";
import type { Encounter, OutcomeAnswers } from "../../../schema";
import { label } from "../../../text/codes";
import { deskLabel } from "../../../text/codes.desk";
import { row } from "../../../text/desk/dates";
import { t } from "../../../text/desk/seat";
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

const Saved = (props: { readonly answers: OutcomeAnswers; readonly note: string | null; readonly at: number }) => (
  <div class="stack-s">
    <p class="s dim">{t("savedAt", { time: when(props.at) })}</p>
    <dl class="facts s">
      {linesOf(props.answers).map(([question, said]) => (
        <div key={question} class="row top">
          <dt class="dim">{question}</dt>
          <dd class="grow">{said}</dd>
        </div>
      ))}
    </dl>
    {props.note !== null && <p class="pre">{props.note}</p>}
  </div>
);

export const Outcome = ({ said }: { readonly said: Asked<Encounter> }) => {
  if (said.type === "sign_in") return <p role="alert">{s("sync.signIn")}</p>;
  if (said.type === "not_allowed") return <p role="alert">{t("notHere")}</p>;
  if (said.type === "lost") return <p role="alert">{t("noAnswer")}</p>;
  const { answers, note, first_saved_at, additions, must_report = [], reports = [], unreadable } = said.body;
  return (
    <>
      <Saved answers={answers} note={note ?? null} at={first_saved_at} />
      {additions.map((it) => (
        <Saved key={`${it.by} ${it.at}`} answers={it.answers} note={it.note ?? null} at={it.at} />
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
