/** /now: one sentence about where the team stands, what comes next, and what still waits on this phone. */
import { useApp, useNow } from "../../parts/app";
import { Card, Item } from "../../parts/card";
import { Icon } from "../../parts/icon";
import { Renewal } from "../../parts/renewal";
import { Screen } from "../../parts/screen";
import { Tag } from "../../parts/tag";
import { here } from "../../router";
import type { Unit } from "../../schema";
import { label } from "../../text/codes";
import { t } from "../../text/phone";
import { list } from "../../text/times";
import { lazy } from "../lazy";
import { useWork } from "./hooks";
import { OffDuty } from "./off";
import { isReportDue, isUnlike } from "./saves";
import { LogItems, ToCall } from "./unfinished";
import { WaitingList } from "./waiting";
import { logsDue, offerOf, partners } from "./work";

const duty = lazy(async () => (await import("./duty")).Duty, true);

export const Home = () => {
  const { client } = useApp();
  const { unit } = useWork();
  if (unit !== null) return <OnDuty unit={unit} />;
  return client.isTold.value ? <OffDuty /> : <Untold />;
};

/** Between signing in and the first answer nothing is known of a shift, so nothing is said of one. */
const Untold = () => (
  <Screen title={t("home.untold")} lead={t("home.untoldLead")} tab="now">
    <WaitingList />
  </Screen>
);

const sentence = (names: readonly string[], again: boolean): string => {
  if (names.length === 0) return again ? t("home.again") : t("home.alone");
  return t(again ? "home.againWith" : "home.with", { names: list(names) });
};

const OnDuty = ({ unit }: { readonly unit: Unit }) => {
  const { client } = useApp();
  const { active } = useWork();
  const names = partners(unit, client.session.person.id);
  // Right after a log was saved the sentence says that the team is free again.
  const again = here.value.query.has("again") && active === null && unit.status === "available";
  const title = sentence(names, again);
  return (
    <Screen title={title} tab="now" reading={title} dock={<Dock unit={unit} />}>
      {active === null && <Renewal />}
      <Hero unit={unit} alone={names.length === 0} />
      <duty.Part unit={unit} part="card" />
      <NextUp unit={unit} />
      <WaitingList />
    </Screen>
  );
};

const Dock = ({ unit }: { readonly unit: Unit }) => {
  const { active } = useWork();
  return active === null ? <duty.Part unit={unit} part="dock" /> : <ToCall id={active.id} />;
};

const isReady = ({ status }: Unit): boolean => status === "available" || status === "avail_area";

const heroWords = (unit: Unit): string => (isReady(unit) ? t("home.ready") : label("unit_status", unit.status));

const Hero = ({ unit, alone }: { readonly unit: Unit; readonly alone: boolean }) => {
  const { active, calls } = useWork();
  const skills = unit.skills.map((skill) => label("skill", skill));
  const call = active === null ? undefined : calls.get(active.call_id);
  return (
    <Card tone="hero">
      <div class="row wrap">
        <span class="label">{t("home.team", { team: unit.name })}</span>
        <span class="end row tight b">
          <Icon name={active !== null || isReady(unit) ? "check" : "clock"} /> {label("unit_status", unit.status)}
        </span>
      </div>
      <p class="xl b">{active === null ? heroWords(unit) : t("home.onCall")}</p>
      {call !== undefined && <p>{label("type_code", call.type_code)}</p>}
      {active === null && <duty.Part unit={unit} part="hint" />}
      {active === null && skills.length > 0 && (
        <p>{t(alone ? "home.coverAlone" : "home.cover", { skills: list(skills) })}</p>
      )}
    </Card>
  );
};

const NextUp = ({ unit }: { readonly unit: Unit }) => {
  const { client } = useApp();
  const { active, assignments, calls } = useWork();
  const offer = offerOf(assignments, unit, useNow());
  const due = logsDue(assignments, client.rows("encounter").value, calls, unit, client.session.person.id);
  const logs = due.filter((each) => each.id !== active?.id);
  const unlike = [...client.rows("encounter").value.values()].filter(
    (each) => each.unit_id === unit.id && assignments.has(each.assignment_id) && isUnlike(each),
  );
  const dues = [...client.rows("encounter").value.values()].filter(
    (each) => each.unit_id === unit.id && assignments.has(each.assignment_id) && isReportDue(each),
  );
  if (offer === null && logs.length + unlike.length + dues.length === 0) {
    return active === null ? <duty.Part unit={unit} part="quiet" /> : null;
  }
  return (
    <>
      <h2>{t("home.next")}</h2>
      <div>
        {offer !== null && (
          <Item href={`/now/offer/${offer.id}`}>
            <div class="row">
              <b class="grow">{t("home.newOffer", { team: unit.name })}</b>
              <Tag tone="warn" icon="clock">
                {t("home.look")}
              </Tag>
            </div>
          </Item>
        )}
        <LogItems logs={logs} />
        {dues.map((each) => (
          <Item key={each.id} href={`/now/call/${each.assignment_id}`}>
            <div class="row">
              <b class="grow">{t("home.mustReport", { number: calls.get(each.call_id)?.number ?? "" })}</b>
              <Icon name="flag" />
            </div>
          </Item>
        ))}
        {unlike.map((each) => (
          <Item key={each.id} href={`/now/call/${each.assignment_id}/both`}>
            <div class="row">
              <b class="grow">{t("home.unlike", { number: calls.get(each.call_id)?.number ?? "" })}</b>
              <Icon name="users" />
            </div>
          </Item>
        ))}
      </div>
    </>
  );
};
