/** /now/call/:call: where the team is with its call, and the one next step under the thumb. */
import type { ComponentChildren } from "preact";
import { useApp, useNow } from "../../parts/app";
import { Btn } from "../../parts/btn";
import { Card, Item, Note } from "../../parts/card";
import { Foldout } from "../../parts/foldout";
import { Icon } from "../../parts/icon";
import { Screen } from "../../parts/screen";
import { Tag } from "../../parts/tag";
import { HThread, type Step, Thread } from "../../parts/thread";
import { toast } from "../../parts/toast";
import { go } from "../../router";
import type { Assignment, Call } from "../../schema";
import { type Stage, UNDER_WAY } from "../../sync/states";
import { t } from "../../text/phone";
import { s } from "../../text/shell";
import { clock, list } from "../../text/times";
import { lazy } from "../lazy";
import { CallFacts, mapLink, placeOf } from "./callfacts";
import { useAssignment, useDeskPhone, useEncounter, useSave, useWork } from "./hooks";
import { isUnlike } from "./saves";
import { isShared, isUnderWay, ladder, partners, stepsFrom, unsentSteps } from "./work";

const reports = lazy(async () => (await import("./report/band")).ReportBand, true);
export const checkIn = lazy(async () => (await import("./checkin")).CheckIn, true);

export const ActiveCall = ({ call: id }: { readonly call: string }) => {
  const { client } = useApp();
  const { assignment, call } = useAssignment(id);
  if (assignment === null || call === null) {
    const lead = t(client.isTold.value ? "offer.goneLead" : "home.untoldLead");
    return <Over title={t("offer.gone")} lead={lead} log={null} />;
  }
  if (assignment.state === "cleared") return <Cleared assignment={assignment} />;
  if (!isUnderWay(assignment)) return <Ended assignment={assignment} />;
  return <UnderWay assignment={assignment} call={call} />;
};

const Over = (props: {
  readonly title: string;
  readonly lead: string;
  readonly log: string | null;
  readonly logged?: boolean;
  readonly children?: ComponentChildren;
}) => (
  <Screen
    title={props.title}
    lead={props.lead}
    tab="now"
    dock={
      <>
        <Btn kind="pri" full onPress={() => go("/now", { replace: true })}>
          {t("call.toNow")}
        </Btn>
        {props.log !== null && (
          <Btn full icon="edit" href={props.log}>
            {t(props.logged === true ? "call.logMore" : "call.log")}
          </Btn>
        )}
      </>
    }
  >
    {props.children}
  </Screen>
);

const Cleared = ({ assignment }: { readonly assignment: Assignment }) => {
  const saved = assignment.outcome === "saved";
  const log = `/now/call/${assignment.id}/log`;
  return (
    <Over title={t("call.st.cleared")} lead={saved ? t("call.logged") : t("call.ended.lead")} log={log} logged={saved}>
      <WentAnyway assignment={assignment} />
      <reports.Part assignment={assignment} />
      <Unlike assignment={assignment} />
      <History assignment={assignment} />
    </Over>
  );
};

/** The pair saved different things: both are a tap away. */
const Unlike = ({ assignment }: { readonly assignment: Assignment }) => {
  const encounter = useEncounter(assignment);
  if (encounter === null || !isUnlike(encounter)) return null;
  return (
    <Item href={`/now/call/${assignment.id}/both`}>
      <div class="row">
        <b class="grow">{t("log.unlike")}</b>
        <Icon name="users" />
      </div>
    </Item>
  );
};

/** They went although their yes came too late, or dispatch had ended it: what that means, in plain words. */
const WentAnyway = ({ assignment }: { readonly assignment: Assignment }) => {
  const { assignments } = useWork();
  if (assignment.begun !== "too_late" && assignment.begun !== "after_end") return null;
  return (
    <Note tone="warn" icon="alert">
      <b>{t(`call.begun.${assignment.begun}`)}</b> {t("call.begun.lead")}
      {isShared(assignments, assignment) && ` ${t("call.begun.shared")}`}
    </Note>
  );
};

const Ended = ({ assignment }: { readonly assignment: Assignment }) => {
  const was = assignment.arrived_at === null ? null : `/now/call/${assignment.id}/log`;
  const lead = t("call.ended.lead");
  switch (assignment.state) {
    case "preempted":
      return <Over title={t("call.ended.preempted")} lead={lead} log={was} />;
    case "cancelled_enroute":
    case "cancelled_on_scene":
      return <Over title={t("call.ended.cancelled")} lead={lead} log={was} />;
    case "reassigned":
    case "transferred":
    case "superseded":
      return <Over title={t("call.ended.reassigned")} lead={lead} log={was} />;
    default:
      return <Over title={t("offer.gone")} lead={t("offer.goneLead")} log={null} />;
  }
};

interface On {
  readonly assignment: Assignment;
  readonly call: Call;
}

const sentence = (state: Assignment["state"]): string => {
  const known = UNDER_WAY.find((each) => each === state);
  return known === undefined ? t("call.st.cleared") : t(`call.st.${known}`);
};

const UnderWay = ({ assignment, call }: On) => {
  const { client } = useApp();
  const { unit } = useWork();
  const names = unit === null ? [] : partners(unit, client.session.person.id);
  const facts = { number: call.number, priority: call.priority };
  const above = names.length === 0 ? t("call.label", facts) : t("call.labelWith", { ...facts, names: list(names) });
  return (
    <Screen
      title={sentence(assignment.state)}
      above={above}
      sync={<Desk />}
      tab="now"
      dock={<NextStep assignment={assignment} />}
    >
      <Unanswered assignment={assignment} />
      <WentAnyway assignment={assignment} />
      <Place call={call} />
      <Ladder assignment={assignment} />
      <div class="tools">
        <checkIn.Part band />
        <Reach assignment={assignment} call={call} />
      </div>
      <About call={call} />
      <History assignment={assignment} />
    </Screen>
  );
};

/** Places that help, what to do in steps, and the caller, if they left a number. */
const Reach = ({ assignment, call }: On) => (
  <>
    <Btn icon="search" href="/find">
      {t("call.refer")}
    </Btn>
    <Btn icon="flag" href={`/now/call/${assignment.id}/cards`}>
      {t("call.cards")}
    </Btn>
    {typeof call.callback === "string" && call.callback !== "" && (
      <Btn icon="call" full href={`tel:${call.callback}`}>
        {t("call.callBack")}
      </Btn>
    )}
  </>
);

const Desk = () => {
  const phone = useDeskPhone();
  return phone === null ? null : (
    <Btn size="sm" icon="call" href={`tel:${phone}`} says={`${t("call.desk")}: ${t("call.deskSay")}`}>
      {t("call.desk")}
    </Btn>
  );
};

/** A yes that dispatch has not seen is not a yes yet. */
const Unanswered = ({ assignment }: { readonly assignment: Assignment }) => {
  const { client } = useApp();
  const unsent = client.waiting.value.some(
    (each) => each.type === "assignment.accept" && each.entity === assignment.id && each.state === "saved",
  );
  return unsent && !client.status.value.live ? (
    <Note tone="warn" icon="cloudoff">
      <b>{t("call.yesUnsent")}</b> {assignment.state === "accepted" && t("call.yesUnsentLead")}
    </Note>
  ) : null;
};

const Place = ({ call }: { readonly call: Call }) => (
  <Card>
    <div class="row">
      <div class="grow">
        <p class="b">{placeOf(call)}</p>
        {typeof call.access_note === "string" && <p class="s dim">{call.access_note}</p>}
      </div>
      {typeof call.place === "string" && call.place !== "" && (
        <Btn size="sm" icon="nav" href={mapLink(call.place)}>
          {t("call.maps")}
        </Btn>
      )}
    </div>
    {call.unreadable && (
      <Note tone="warn" icon="alert">
        <b>{t("offer.unreadable")}</b>
      </Note>
    )}
  </Card>
);

const Ladder = ({ assignment }: { readonly assignment: Assignment }) => {
  const { client } = useApp();
  const unsent = unsentSteps(client.waiting.value, assignment);
  const steps: readonly Step[] = ladder(assignment, unsent).map((rung) => ({
    key: rung.stage,
    state: rung.state,
    unsent: rung.unsent,
    label: t(`call.rung.${rung.stage}`),
    ...(rung.at === null ? {} : { detail: clock(rung.at) }),
  }));
  return <HThread label={t("call.ladder")} steps={steps} />;
};

const About = ({ call }: { readonly call: Call }) => {
  const now = useNow(60_000);
  return (
    <Foldout title={t("offer.details")}>
      <CallFacts call={call} now={now} />
    </Foldout>
  );
};

const History = ({ assignment }: { readonly assignment: Assignment }) => {
  const { client } = useApp();
  const { call_id, unit_id } = assignment;
  const taken = ladder(assignment, 0).filter((rung) => rung.at !== null);
  const asks = [...client.rows("consult").value.values()].filter(
    (it) => it.call_id === call_id && it.unit_id === unit_id,
  );
  const known: readonly (readonly [string, string, number | null])[] = [
    ["offered", t("call.h.offered"), assignment.self_initiated ? null : assignment.offered_at],
    ["accepted", t("call.h.accepted"), assignment.accepted_at],
    ...taken.map(({ stage, at }) => [stage, t(`call.rung.${stage}`), at] as const),
    ...asks.map(({ id, asked_at }) => [id, t("call.h.consulted"), asked_at] as const),
    ...asks.map(({ id, answered_at }) => [`${id}!`, t("call.h.told"), answered_at] as const),
  ];
  const steps: readonly Step[] = known
    .flatMap(([key, label, at]) => (at === null ? [] : [{ key, label, at }]))
    .sort((one, other) => one.at - other.at)
    .map(({ key, label, at }) => ({ key, state: "done", label, detail: clock(at) }));
  return (
    <Foldout title={t("call.history")} end={<Tag>{t("call.entries", { n: steps.length })}</Tag>}>
      <Thread label={t("call.history")} steps={steps} />
      {taken.length > 0 && (
        <Btn size="sm" icon="clock" href={`/now/call/${assignment.id}/time`}>
          {t("call.fixTime")}
        </Btn>
      )}
    </Foldout>
  );
};

const NextStep = ({ assignment }: { readonly assignment: Assignment }) => {
  const { save, saving } = useSave();
  const steps = stepsFrom(assignment.state);
  if (steps === null) return null;
  const reach = async (stage: Stage): Promise<void> => {
    const { id: entity, call_id, unit_id } = assignment;
    const args = { call_id, unit_id, stage };
    const report = await save({ type: "assignment.stage", entity, args });
    if (report === null) return;
    const undo = async (): Promise<void> => {
      const back = await save({ type: "assignment.take_back", entity, args: { ...args, report }, after: report });
      if (back !== null) go(`/now/call/${entity}`, { replace: true });
    };
    if (stage === "cleared") go(`/now/call/${entity}/log`);
    toast({ strong: `${t(`call.rung.${stage}`)}.`, rest: s("save.done"), undo: () => void undo() });
  };
  const other = steps.other === "cleared" ? t("call.alt.cleared") : null;
  const next = steps.next === "cleared";
  return (
    <>
      <Btn kind="pri" size="huge" full disabled={saving} onPress={() => void reach(steps.next)}>
        {t(`call.do.${steps.next}`)}
      </Btn>
      {(steps.other !== null || next) && (
        <p class="s dim center">
          {next && `${t("call.nextLog")} `}
          {steps.other !== null && (
            <button type="button" class="link" onClick={() => void reach(steps.other ?? "cleared")}>
              {other ?? t(`call.do.${steps.other}`)}
            </button>
          )}
        </p>
      )}
    </>
  );
};
