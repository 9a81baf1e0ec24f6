/** /desk/paper: what is printed before or while the computer is away: whom to phone, the open calls, empty call sheets. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Call, Question } from "../../../schema";
import { label } from "../../../text/codes";
import { deskLabel } from "../../../text/codes.desk";
import { own, t } from "../../../text/desk/board";
import { row } from "../../../text/desk/dates";
import { t as ask } from "../../../text/desk/intake";
import { s } from "../../../text/shell";
import { clock, tongue } from "../../../text/times";
import { type Desk, useDesk } from "../board/use";
import { numberOf, skillsOf, titleOf, upper, unitName, whereOf } from "../parts/words";
import { isOpen } from "../rules/board";
import { isOnShift } from "../rules/order";
import { type Edition, numbered } from "../editions/rules";
import { said } from "../editions/words";
import { toldOf } from "../telling/rules";
import { toldWords } from "../telling/words";
import { numberFor } from "./number";

/** So many empty sheets come with the rest. */
const EMPTY = 5;
const STAGES = ["enroute", "on_scene", "contact", "cleared"] as const;

const Line = (props: { readonly name: string; readonly tall?: boolean; readonly children?: ComponentChildren }) => (
  <>
    <dt>{props.name}</dt>
    <dd class={props.tall === true ? "tall" : ""}>{props.children}</dd>
  </>
);

/** Who called, and what they were told last: a line of its own would not fit on the page. */
const callerOf = (call: Call): string =>
  [label("caller_role", call.caller_role), ...toldOf(call).slice(-1).map(toldWords)].join(" · ");

/** Yes, no and don't know: to be ticked, or ticked. */
const Answer = ({ given }: { readonly given: string | undefined }) => (
  <>
    {(["yes", "no", "unknown"] as const).map((answer) => (
      <span key={answer} class="tick">
        {given === answer ? "☒" : "☐"} {deskLabel("answer", answer)}{" "}
      </span>
    ))}
  </>
);

/** What a desk writes down of a call, in the order it is heard; of a call that is known it stands there already. */
const CallSheet = (props: {
  readonly call: Call | null;
  readonly title: string;
  readonly names: boolean;
  readonly team: string;
  readonly questions: readonly Question[];
}) => {
  const { call } = props;
  const known = (of: (call: Call) => ComponentChildren): ComponentChildren => (call === null ? null : of(call));
  return (
    <section>
      <h2>{props.title}</h2>
      <dl>
        <Line name={t("paper.received")}>{known((it) => clock(it.received_at))}</Line>
        <Line name={ask("source")}>{known((it) => deskLabel("source", it.source))}</Line>
        <Line name={ask("where")}>{known(whereOf)}</Line>
        <Line name={ask("kind")}>{known((it) => label("location_kind", it.location_kind))}</Line>
        <Line name={ask("type")}>{known((it) => `${titleOf(it)} · ${it.priority}`)}</Line>
        <Line name={ask("said")} tall>
          {props.names && known((it) => it.said)}
        </Line>
        <Line name={ask("caller")}>{known(callerOf)}</Line>
        <Line name={t("paper.callback")}>{known((it) => it.callback)}</Line>
        <Line name={ask("language")}>{known((it) => it.language !== null && tongue(it.language))}</Line>
        <Line name={ask("access")}>{known((it) => it.access_note)}</Line>
        <Line name={ask("without")}>{known((it) => label("would_have_gone_to", it.would_have_gone_to))}</Line>
        {props.questions.map(({ id, words }) => (
          <Line key={id} name={said(words)}>
            <Answer given={call?.screening[id]} />
          </Line>
        ))}
        <Line name={t("paper.team")}>{props.team}</Line>
        <Line name={t("voice.who")} />
        <Line name={t("alone.sentAt")} />
        {STAGES.map((stage) => (
          <Line key={stage} name={upper(own("assignment", stage))} />
        ))}
        <Line name={t("paper.ended")} tall />
        <Line name={t("paper.entered")} />
      </dl>
    </section>
  );
};

const Roster = ({ desk, names }: { readonly desk: Desk; readonly names: boolean }) => {
  const { org } = desk.client.session;
  const teams = [...desk.units.values()].filter(isOnShift).sort((one, other) => one.name.localeCompare(other.name));
  return (
    <section>
      <h2>{t("paper.roster", { org: org.name, time: clock(desk.now) })}</h2>
      <table class="t">
        <thead>
          <tr>
            <th scope="col">{t("who.team")}</th>
            <th scope="col">{t("paper.skills")}</th>
            <th scope="col">{t("paper.numbers")}</th>
          </tr>
        </thead>
        <tbody>
          {teams.map((unit) => (
            <tr key={unit.id}>
              <th scope="row">{unit.name}</th>
              <td>{skillsOf(unit)}</td>
              <td>
                {unit.members.map((member) => (
                  <p key={member.person_id}>
                    {names && `${member.name}: `}
                    {numberFor(unit, member) ?? t("alarm.noNumber")}
                    {!names && member.languages !== undefined && ` ${row(member.languages.map(tongue))}`}
                  </p>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {teams.length === 0 && <p>{t("teams.nobody")}</p>}
      <p>{t("paper.desk", { phone: org.desk_phone ?? t("alarm.noNumber") })}</p>
      <p>{t("paper.lead")}</p>
    </section>
  );
};

/** The teams that are on it or asked. */
const teamsOn = (desk: Desk, call: Call): string =>
  row((desk.standing.get(call.id)?.assignments ?? []).filter(isOpen).map((it) => unitName(desk.units, it.unit_id)));

export const PaperScreen = () => {
  const desk = useDesk();
  const [names, setNames] = useState(false);
  const open = [...desk.board.waiting, ...desk.board.with_teams].map(({ call }) => call);
  const asked = ({ questions }: Edition) => questions.filter((it) => it.asked !== false);
  // A call that was taken is printed by the questions it was taken with.
  const takenBy = ({ taxonomy_version }: Call): Edition =>
    numbered(desk.client.rows("taxonomy").value.values(), taxonomy_version);
  const title = t("paper.title");
  useEffect(() => {
    document.title = `${title} · 727`;
  }, [title]);
  return (
    <main class="paper">
      <div class="noprint stack-s">
        <h1>{title}</h1>
        <p class="dim">{t("paper.what", { open: open.length, empty: EMPTY })}</p>
        <label class="row tight">
          <input type="checkbox" checked={names} onChange={() => setNames(!names)} />
          {t("paper.names")}
        </label>
        <div class="row tight">
          <button type="button" class="btn pri" onClick={() => print()}>
            {t("paper.print")}
          </button>
          <a class="btn" href="/desk">
            {s("back")}
          </a>
        </div>
      </div>
      <Roster desk={desk} names={names} />
      {open.map((call) => (
        <CallSheet
          key={call.id}
          call={call}
          title={t("paper.call", { call: numberOf(call) })}
          names={names}
          team={teamsOn(desk, call)}
          questions={asked(takenBy(call))}
        />
      ))}
      {Array.from({ length: EMPTY }, (_, n) => (
        <CallSheet key={n} call={null} title={t("paper.empty")} names={false} team="" questions={asked(desk.edition)} />
      ))}
    </main>
  );
};
