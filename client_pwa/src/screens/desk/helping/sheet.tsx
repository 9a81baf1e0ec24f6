/** Who goes to somebody who calls for help: proposed by the policy, decided by a person, one key each. */
import { useState } from "preact/hooks";
import { Icon } from "../../../parts/icon";
import { Sheet } from "../../../parts/sheet";
import type { Help, HelpSentCode, SentHelp, Unit } from "../../../schema";
import { deskLabel } from "../../../text/codes.desk";
import { t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { clock, span } from "../../../text/times";
import { fieldOf } from "../board/use";
import type { View } from "../board/view";
import { whyWords } from "../board/who";
import { Kbd } from "../parts/kbd";
import { useKeyboard } from "../parts/keyboard";
import { letters } from "../parts/letters";
import { numberOf, unitName, whomToPhone } from "../parts/words";
import { asCall, callOf, policyOf, type Proposal, proposals, USUAL } from "../rules/helps";
import { type Candidate, offerable, whoCouldGo } from "../rules/order";
import { endHelp, sendHelp } from "./actions";

const KEYS = { team: "T", ambulance: "A", police: "P", supervisor: "S" } as const satisfies Readonly<
  Record<HelpSentCode, string>
>;
const RISK = "L";
/** So many other teams have a key each. */
const OTHERS = 3;

/** "Wren" or "Ambulance". */
const sentTo = ({ to, team }: SentHelp): string => team ?? deskLabel("help_sent", to);

const sentWords = (sent: SentHelp): string => {
  const name = sent.name === "" ? t("person.unknown") : sent.name;
  const told = t("send.sentAt", { to: sentTo(sent), name, time: clock(sent.at) });
  return sent.at_risk ? `${told} · ${t("send.atRisk")}` : told;
};

const verb = ({ to, unit }: Proposal): string => {
  if (to === "team") return unit === null ? t("send.noTeam") : t("send.team", { team: unit.name });
  return t(`send.${to}`);
};

/** Where their phone was when they called, with a map; gone an hour after it is over, at the latest after a day. */
const Place = (props: { readonly help: Help; readonly now: number }) => {
  const place = props.help.position ?? null;
  if (place === null) return <>{t("send.noPlace")}</>;
  const where = `${(place.lat / 1e6).toFixed(5)}, ${(place.lon / 1e6).toFixed(5)}`;
  const ago = span(Math.max(0, props.now - place.at));
  return <a href={`geo:${where.replace(" ", "")}`}>{t("send.place", { where, m: place.accuracy_m, span: ago })}</a>;
};

const Facts = (props: { readonly help: Help; readonly now: number }) => {
  return (
    <ul class="stack-s" aria-live="polite">
      <li class="s dim">{t("send.calledFor", { span: span(Math.max(0, props.now - props.help.raised_at)) })}</li>
      <li class="s">
        <Place help={props.help} now={props.now} />
      </li>
      {(props.help.sent ?? []).map((it) => (
        <li key={it.id} class="row tight">
          <Icon name="check" />
          <b>{sentWords(it)}</b>
        </li>
      ))}
    </ul>
  );
};

const One = (props: { readonly it: Proposal; readonly why: string | null; readonly onSend: () => void }) => {
  const { it, why } = props;
  return (
    <li>
      <button
        type="button"
        class={`btn full start ${it.isNext ? "pri" : ""}`}
        disabled={!it.may}
        aria-describedby={why === null ? undefined : `why-${it.to}`}
        onClick={props.onSend}
      >
        <Kbd>{KEYS[it.to]}</Kbd> {verb(it)}
      </button>
      {why !== null && (
        <p id={`why-${it.to}`} class="s dim">
          {why}
        </p>
      )}
    </li>
  );
};

const Others = (props: { readonly teams: readonly Candidate[]; readonly onSend: (unit: Unit) => void }) =>
  props.teams.length === 0 ? null : (
    <section class="stack-s" aria-label={t("send.others")}>
      <h3 class="label">{t("send.others")}</h3>
      <div class="pair">
        {props.teams.map(({ unit }, i) => (
          <button key={unit.id} type="button" class="btn start" onClick={() => props.onSend(unit)}>
            <Kbd>{String(i + 1)}</Kbd> {unit.name}
          </button>
        ))}
      </div>
    </section>
  );

/** What the sheet knows: whom the policy proposes now, the other teams, and what a key or a press sends. */
const useSending = (view: View, help: Help) => {
  const { desk } = view;
  const [atRisk, setAtRisk] = useState(false);
  const call = desk.calls.get(callOf(help, desk.assignments.values()) ?? "");
  const sent = help.sent ?? [];
  const gone = new Set(sent.map((it) => it.unit_id));
  const teams = offerable(whoCouldGo(asCall(call), fieldOf(desk))).filter(({ unit }) => !gone.has(unit.id));
  const policy = policyOf(desk.client.rows("help_policy").value.values());
  const [best] = teams;
  const proposed = proposals(policy, { atRisk, team: best?.unit ?? null, sent: sent.map((it) => it.to) });
  const send = (to: HelpSentCode, unit: Unit | null): void =>
    void sendHelp(desk.client, help, { to, unit, call, atRisk, policy: policy.number });
  return { atRisk, setAtRisk, call, policy, proposed, best, others: teams.slice(1, OTHERS + 1), send };
};

type Sending = ReturnType<typeof useSending>;

const onKey = (sending: Sending, key: string): boolean => {
  const proposal = sending.proposed.find((it) => KEYS[it.to] === key);
  const other = sending.others[Number(key) - 1];
  if (key === RISK) sending.setAtRisk(!sending.atRisk);
  else if (proposal?.may === true) sending.send(proposal.to, proposal.unit);
  else if (other !== undefined) sending.send("team", other.unit);
  else return false;
  return true;
};

const reason = (it: Proposal, { policy, best, atRisk }: Sending, view: View): string | null => {
  if (it.to === "police" && !atRisk) return t(policy.police_preset ? "send.policePreset" : "send.policeHeld");
  if (it.to === "team" && best !== undefined) return whyWords(best, view.desk);
  const people = policy.on_call === null ? null : whomToPhone([policy.on_call]);
  return it.to === "supervisor" && people !== null ? t("send.onCall", { people }) : null;
};

export const HelpSheet = ({ view, help }: { readonly view: View; readonly help: Help }) => {
  const { desk, show } = view;
  const sending = useSending(view, help);
  const { call, policy, proposed } = sending;
  const who = help.name === "" ? t("person.unknown") : help.name;
  const team = help.unit_id === null ? null : unitName(desk.units, help.unit_id);
  const close = (): void => show(null);
  useKeyboard((event) => {
    // A key held down sends one team, not every team there is.
    const isOurs = letters.value && !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey;
    return isOurs && onKey(sending, event.key.toLocaleUpperCase());
  });
  return (
    <Sheet
      title={t("send.title", { who: team === null ? who : `${who}, ${team}` })}
      lead={t("send.lead")}
      onClose={close}
    >
      <Facts help={help} now={desk.now} />
      <p class="s">{call === undefined ? t("send.noCall") : t("send.call", { call: numberOf(call) })}</p>
      <h3 class="label">
        {policy.number === USUAL.number ? t("send.firstUsual") : t("send.first", { n: policy.number })}
      </h3>
      <ul class="stack-s">
        {proposed.map((it) => (
          <One key={it.to} it={it} why={reason(it, sending, view)} onSend={() => sending.send(it.to, it.unit)} />
        ))}
      </ul>
      <label class="chip">
        <input
          type="checkbox"
          checked={sending.atRisk}
          onChange={(event) => sending.setAtRisk(event.currentTarget.checked)}
        />
        <Kbd>{RISK}</Kbd> {t("send.risk")}
      </label>
      <Others teams={sending.others} onSend={(unit) => sending.send("team", unit)} />
      {help.ended_at === null && (
        <button
          type="button"
          class="btn full"
          onClick={() => void endHelp(desk.client, help.id, team ?? who).then(close)}
        >
          {t("send.over")}
        </button>
      )}
      <button type="button" class="btn quiet full" onClick={close}>
        {s("close")}
      </button>
    </Sheet>
  );
};
