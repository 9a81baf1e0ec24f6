/** /me/leaves: what left this phone, what is on it alone, and what never leaves. Each row opens what it says. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../../parts/app";
import { Btn } from "../../parts/btn";
import { Card, Item, type Tone } from "../../parts/card";
import { Foldout } from "../../parts/foldout";
import { Icon, type IconName } from "../../parts/icon";
import { Screen } from "../../parts/screen";
import { Tag } from "../../parts/tag";
import type { Call } from "../../schema";
import { say } from "../../text/later";
import { s } from "../../text/shell";
import { Lines, Written } from "./attention";
import { useWork } from "./hooks";
import { countOf, left } from "./left";
import { useSaid } from "./waiting";

const Part = (props: {
  readonly icon: IconName;
  readonly title: string;
  readonly n?: number;
  readonly tone?: Tone;
  readonly children: ComponentChildren;
}) => (
  <Card stack="s" tone={props.tone}>
    <div class="row">
      <h2 class="row grow">
        <Icon name={props.icon} /> {props.title}
      </h2>
      {props.n !== undefined && <Tag tone="tint">{props.n}</Tag>}
    </div>
    {props.children}
  </Card>
);

/** Whether it went and came back, or never went. */
const Stands = ({ held }: { readonly held: boolean }) => (
  <Tag tone={held ? "warn" : "line"}>{say(held ? "leave.held" : "leave.notSent")}</Tag>
);

/** Calls of which an outcome lies here half written. */
const useHalf = (): readonly Call[] => {
  const { client } = useApp();
  const { calls } = useWork();
  const [half, setHalf] = useState<readonly Call[]>([]);
  useEffect(() => {
    const kept = async (call: Call): Promise<readonly Call[]> =>
      (await client.draft.load(`log:${call.id}`)) === undefined ? [] : [call];
    Promise.all([...calls.values()].map(kept)).then(
      (all) => setHalf(all.flat()),
      () => undefined,
    );
  }, [client, calls]);
  return half;
};

export const Leaves = () => {
  const { client } = useApp();
  const { unit, assignments } = useWork();
  const said = useSaid();
  const half = useHalf();
  const [shown, setShown] = useState(false);
  const waiting = client.waiting.value;
  const here = waiting.filter(({ state }) => state !== "sent");
  const places = client.directory.value?.services.length ?? 0;
  const gone = left(client.session.person.id, unit, {
    assignments: assignments.values(),
    encounters: client.rows("encounter").value.values(),
    referrals: client.rows("referral").value.values(),
    helps: client.rows("help").value.values(),
    waiting,
  });
  return (
    <Screen
      title={say("leave.title")}
      back={{ href: "/me", label: s("tabs.me") }}
      dock={
        gone.length + here.length > 0 && (
          <Btn full icon="eye" onPress={() => setShown(!shown)}>
            {say(shown ? "leave.fold" : "leave.show")}
          </Btn>
        )
      }
    >
      <Part icon="send" title={say("leave.sent")} n={gone.reduce((n, it) => n + countOf(it), 0)}>
        {gone.map((it) => (
          <Foldout
            key={`${it.type} ${it.entity}`}
            title={it.type === "help.place" ? say("leave.where") : said(it)}
            end={countOf(it)}
            open={shown}
          >
            <Lines lines={it.lines} />
          </Foldout>
        ))}
        <p class="s dim">{say("leave.also")}</p>
      </Part>
      <Part icon="phone" title={say("leave.here")}>
        {here.length + half.length === 0 && <p>{say("me.unsentNone")}</p>}
        {here.map((it) => (
          <Foldout key={it.id} title={said(it)} end={<Stands held={it.state === "held"} />} open={shown}>
            <Written type={it.type} args={it.args ?? null} />
          </Foldout>
        ))}
        {half.map(({ id, number }) => (
          <Item key={id}>
            <div class="row">
              <b class="grow">{say("leave.draft", { number })}</b>
              <Stands held={false} />
            </div>
          </Item>
        ))}
        {places > 0 && <p>{say("leave.places", { n: places })}</p>}
      </Part>
      <Part icon="lock" title={say("leave.confidential")} tone="conf">
        <p>{say("leave.confidentialLead")}</p>
      </Part>
      <Part icon="x" title={say("leave.never")}>
        <p>{say("leave.neverLead")}</p>
      </Part>
    </Screen>
  );
};
