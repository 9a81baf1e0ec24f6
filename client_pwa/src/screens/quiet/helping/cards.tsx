/** On the lead's board: who calls for help, until a lead has it and it is over; whom to phone; and who goes. */
import { useState } from "preact/hooks";
import { useApp } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Card, Note } from "../../../parts/card";
import { Chip } from "../../../parts/chip";
import { Icon } from "../../../parts/icon";
import { Tag } from "../../../parts/tag";
import type { Help, HelpSentCode, SentHelp } from "../../../schema";
import { g, sentLabel } from "../../../text/quiet/helping";
import { clock, span } from "../../../text/times";
import { newestOf, proposed } from "../../holding/policy";
import { useSaying } from "../calling/saving";
import { onCallUntil } from "../callouts";
import { laidFor, onBoard, USUAL } from "../helps";

export const whoCalls = ({ name }: Help): string => g("call", { name: name === "" ? g("somebody") : name });

export const HelpCards = ({ now }: { readonly now: number }) => {
  const { client } = useApp();
  return onBoard(client.rows("help").value.values()).map((help) => <One key={help.id} help={help} now={now} />);
};

const One = ({ help, now }: { readonly help: Help; readonly now: number }) => {
  const { save, busy } = useSaying();
  const laid = laidFor(help);
  return (
    <Card tone={help.taken_at === null ? "alarmbox" : "warn"} stack="s">
      <h2 class="row tight">
        <Icon name="hand" /> {whoCalls(help)}
      </h2>
      <p>{g("at", { time: clock(help.raised_at), span: span(Math.max(0, now - help.raised_at)) })}</p>
      {laid !== null && <p class="b">{g("late", { span: span(laid) })}</p>}
      <div class="row tight wrap tags">
        <Tag tone={help.taken_at === null ? "alarmbox" : "tint"}>
          {help.taken_at === null ? g("untaken") : g("taken", { time: clock(help.taken_at) })}
        </Tag>
        {help.ending !== null && (
          <Tag tone="tint" icon="check">
            {g(help.ending)}
          </Tag>
        )}
      </div>
      <Phone help={help} />
      {help.taken_at === null && (
        <Btn
          kind="alarm"
          size="huge"
          full
          disabled={busy}
          onPress={() => void save({ type: "help.take", entity: help.id, args: {} })}
        >
          {g("take")}
        </Btn>
      )}
      {help.ended_at === null && (
        <>
          <Going help={help} now={now} />
          <Btn
            full
            icon="check"
            disabled={busy}
            onPress={() => void save({ type: "help.end", entity: help.id, args: { ending: "safe" } })}
          >
            {g("end")}
          </Btn>
        </>
      )}
    </Card>
  );
};

/** No lead took it for a minute and a half: who is to be phoned, by name. */
const Phone = ({ help }: { readonly help: Help }) => {
  const people = help.people ?? [];
  if (people.length === 0) return null;
  return (
    <Note tone="warn" icon="call">
      <b>{g("phone")}</b>
      {people.map(({ person_id, name, phone }) =>
        phone === null ? (
          <p key={person_id}>{g("phoneNone", { name })}</p>
        ) : (
          <Btn key={person_id} icon="call" full href={`tel:${phone}`}>
            {g("phoneOne", { name })}
          </Btn>
        ),
      )}
    </Note>
  );
};

const sentWords = ({ to, at, at_risk }: SentHelp): string =>
  g(at_risk ? "sentRisk" : "sent", { to: sentLabel("help_sent", to), time: clock(at) });

/** What the policy proposes, in its order; a lead decides, and says so of the police each time. */
const Going = ({ help, now }: { readonly help: Help; readonly now: number }) => {
  const { client } = useApp();
  const { save, busy } = useSaying();
  const [atRisk, setAtRisk] = useState(false);
  const policy = newestOf(client.rows("help_policy").value.values()) ?? USUAL;
  const sent = help.sent ?? [];
  const duties = [...client.rows("duty").value.values()];
  const n = duties.filter((duty) => duty.id !== help.by && onCallUntil(duty, now) !== null).length;
  const all = proposed(policy, USUAL.order, { atRisk, hasTeam: n > 0, sent: sent.map(({ to }) => to) });
  const words = (to: HelpSentCode): string => (to === "team" ? (n === 0 ? g("teamNone") : g("team", { n })) : g(to));
  const send = (to: HelpSentCode): void =>
    void save({ type: "help.send", entity: help.id, args: { to, at_risk: atRisk, policy: policy.number } });
  const isHeld = all.some(({ to, may }) => to === "police" && !may);
  return (
    <div class="stack-s">
      {sent.length > 0 && (
        <ul>
          {sent.map((it) => (
            <li key={it.id} class="row tight">
              <Icon name="check" /> <b>{sentWords(it)}</b>
            </li>
          ))}
        </ul>
      )}
      <h3>{policy.number === USUAL.number ? g("whoUsual") : g("who", { n: policy.number })}</h3>
      {all.map(({ to, may, isNext }) => (
        <Btn
          key={to}
          full
          start
          disabled={busy || !may}
          {...(isNext ? { icon: "chev" as const } : {})}
          onPress={() => send(to)}
        >
          {words(to)}
        </Btn>
      ))}
      <Chip on={atRisk} onPress={() => setAtRisk(!atRisk)}>
        {g("risk")}
      </Chip>
      <p class="s dim">
        {isHeld && g("held")} {g("nobody")}
      </p>
    </div>
  );
};
