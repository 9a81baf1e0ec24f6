/** /quiet/list: the logs this person may see, coded: an interrupter's own, a site lead's site with how they stand. */
import { useApp, useNow } from "../../parts/app";
import { Btn } from "../../parts/btn";
import { Card, Item } from "../../parts/card";
import { Icon } from "../../parts/icon";
import { Renewal } from "../../parts/renewal";
import { Screen } from "../../parts/screen";
import { Tag } from "../../parts/tag";
import { MEDIATION_OUTCOME, type Mediation } from "../../schema";
import { q, quietLabel } from "../../text/quiet";
import { c } from "../../text/quiet/callouts";
import { day } from "../../text/times";
import { useAreas } from "./areas";
import { Pressing } from "./calling/pressing";
import { lookAgainBy } from "./mediation";

const MOST = 60;

export const List = () => {
  const { client } = useApp();
  const { roles } = client.session;
  const lead = roles.includes("site_lead");
  const all = [...client.rows("mediation").value.values()].sort((a, b) => b.received_at - a.received_at);
  const now = useNow(60_000);
  const late = all.filter((each) => (lookAgainBy(each) ?? now) < now).length;
  const title = q(lead ? "quiet.listAll" : "quiet.listMine", { n: all.length });
  return (
    <Screen
      title={all.length === 0 ? q("quiet.none") : title}
      lead={all.length === 0 ? q("quiet.noneLead") : q("quiet.band")}
      tone="onplum"
      inline
      reading={title}
      top={<Icon name="lock" />}
      dock={
        <>
          {roles.includes("interrupter") && (
            <Btn kind="pri" icon="plus" full href="/quiet">
              {q("quiet.new")}
            </Btn>
          )}
          <div class="pair">
            <Btn href={lead ? "/quiet/board" : "/quiet/calls"}>{c(lead ? "board.go" : "call.title")}</Btn>
            <Btn href="/me">{q("quiet.me")}</Btn>
          </div>
        </>
      }
    >
      <Renewal />
      <Pressing />
      {late > 0 && <p class="b">{q("quiet.due", { n: late })}</p>}
      {lead && all.length > 0 && <Counts all={all} />}
      <ul class="stack-s">
        {all.slice(0, MOST).map((each) => (
          <li key={each.id}>
            <One mediation={each} now={now} />
          </li>
        ))}
      </ul>
    </Screen>
  );
};

const Counts = ({ all }: { readonly all: readonly Mediation[] }) => (
  <Card>
    <h2>{q("quiet.counts")}</h2>
    <dl class="stack-s">
      {MEDIATION_OUTCOME.map((outcome) => (
        <div key={outcome} class="row">
          <dt class="grow">{quietLabel("mediation_outcome", outcome)}</dt>
          <dd class="b">{all.filter((each) => each.outcome === outcome).length}</dd>
        </div>
      ))}
    </dl>
  </Card>
);

const One = ({ mediation, now }: { readonly mediation: Mediation; readonly now: number }) => {
  const { client } = useApp();
  const { areaLabel } = useAreas();
  const by = lookAgainBy(mediation);
  const unsent = client.waiting.value.some((each) => each.entity === mediation.id && each.state === "saved");
  const facts = [
    areaLabel(mediation.area),
    day(new Date(`${mediation.day}T12:00`).getTime()),
    quietLabel("part_of_day", mediation.part_of_day),
    q("quiet.people", { band: quietLabel("count_band", mediation.parties) }),
  ];
  return (
    <Item>
      <b class="l">{quietLabel("conflict_type", mediation.conflict_type)}</b>
      <p class="s dim">{facts.join(" · ")}</p>
      <div class="row tight wrap tags">
        <Tag tone="tint">{quietLabel("mediation_outcome", mediation.outcome)}</Tag>
        {by !== null && (
          <Tag tone={by < now ? "warn" : "line"} icon="clock">
            {by < now ? q("quiet.late") : q("quiet.dueBy", { day: day(by) })}
          </Tag>
        )}
        {unsent && (
          <Tag tone="line" icon="phone">
            {q("quiet.notSent")}
          </Tag>
        )}
      </div>
    </Item>
  );
};
