/** /me/leaves: what left this phone, what is on it alone, and what never leaves. Each row opens what it says. */
import type { ComponentChildren } from "preact";
import { useApp } from "../../parts/app";
import { Card } from "../../parts/card";
import { Foldout } from "../../parts/foldout";
import { Icon, type IconName } from "../../parts/icon";
import { Screen } from "../../parts/screen";
import { say } from "../../text/later";
import { s } from "../../text/shell";
import { Lines, Written } from "./attention";
import { useWork } from "./hooks";
import { left } from "./left";
import { useSaid } from "./waiting";

const Part = (props: { readonly icon: IconName; readonly title: string; readonly children: ComponentChildren }) => (
  <Card stack="s">
    <h2 class="row">
      <Icon name={props.icon} /> {props.title}
    </h2>
    {props.children}
  </Card>
);

export const Leaves = () => {
  const { client } = useApp();
  const { unit, assignments } = useWork();
  const said = useSaid();
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
    <Screen title={say("leave.title")} back={{ href: "/me", label: s("tabs.me") }}>
      <Part icon="send" title={say("leave.sent")}>
        {gone.map((it) => (
          <Foldout key={`${it.type} ${it.entity}`} title={it.type === "help.place" ? say("leave.where") : said(it)}>
            <Lines lines={it.lines} />
          </Foldout>
        ))}
        <p class="s dim">{say("leave.also")}</p>
      </Part>
      <Part icon="phone" title={say("leave.here")}>
        {here.length === 0 && <p>{say("me.unsentNone")}</p>}
        {here.map((it) => (
          <Foldout key={it.id} title={said(it)}>
            <Written type={it.type} args={it.args ?? null} />
          </Foldout>
        ))}
        {places > 0 && <p>{say("leave.places", { n: places })}</p>}
      </Part>
      <Part icon="lock" title={say("leave.confidential")}>
        <p>{say("leave.confidentialLead")}</p>
      </Part>
      <Part icon="x" title={say("leave.never")}>
        <p>{say("leave.neverLead")}</p>
      </Part>
    </Screen>
  );
};
