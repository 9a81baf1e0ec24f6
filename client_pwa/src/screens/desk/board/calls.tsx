/** The calls: those that wait, by priority and wait; those with teams; those to close; those just closed. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Prio } from "../../../parts/tag";
import { t } from "../../../text/desk/board";
import { list, span } from "../../../text/times";
import { AgeBar } from "../parts/agebar";
import { Kbd } from "../parts/kbd";
import { doing, numberOf, titleOf, unitName, whereOf } from "../parts/words";
import { age } from "../rules/age";
import { isAsked, onIt, type Standing, since } from "../rules/board";
import { LateSaid } from "../telling/lines";
import type { DraftLine } from "../intake/draft";
import type { Desk } from "./use";

const askedTeams = (standing: Standing, desk: Desk): readonly string[] =>
  standing.assignments.filter(isAsked).map((it) => unitName(desk.units, it.unit_id));

const With = ({ standing, desk }: { readonly standing: Standing; readonly desk: Desk }) => {
  const there = onIt(standing.assignments);
  const first = there[0];
  if (first === undefined) return null;
  const names = list(there.map((it) => unitName(desk.units, it.unit_id)));
  return (
    <span class="s side">
      <b>{names}</b>
      {there.length === 1 && <span class="nw">, {span(desk.now - since(first))}</span>}
      <span class="line2">{there.length === 1 ? doing(first) : t("calls.teams", { n: there.length })}</span>
    </span>
  );
};

const Row = (props: {
  readonly standing: Standing;
  readonly desk: Desk;
  readonly chosen: boolean;
  readonly children: ComponentChildren;
}) => {
  const { call } = props.standing;
  const asked = askedTeams(props.standing, props.desk);
  const row = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    if (props.chosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [props.chosen]);
  return (
    <li ref={row}>
      <a class="q" href={`/desk/call/${call.id}`} aria-current={props.chosen ? "true" : undefined}>
        <Prio priority={call.priority} />
        <span class="grow">
          <b>{titleOf(call)}</b>
          <span class="s dim line2 cut">
            {numberOf(call)} · {whereOf(call)}
          </span>
          <LateSaid call={call} standing={props.standing} now={props.desk.now} />
          {asked.length > 0 && <span class="s line2">{t("calls.asked", { teams: list(asked) })}</span>}
        </span>
        {props.children}
      </a>
    </li>
  );
};

interface GroupProps {
  readonly title?: string;
  readonly standings: readonly Standing[];
  readonly desk: Desk;
  readonly chosen: string | null;
  readonly side: (standing: Standing) => ComponentChildren;
}

const Group = (props: GroupProps) => {
  if (props.standings.length === 0) return null;
  return (
    <>
      {props.title !== undefined && <h3 class="label">{props.title}</h3>}
      <ul class="stack-s">
        {props.standings.map((standing) => (
          <Row key={standing.call.id} standing={standing} desk={props.desk} chosen={standing.call.id === props.chosen}>
            {props.side(standing)}
          </Row>
        ))}
      </ul>
    </>
  );
};

const Unfinished = ({ drafts, now }: { readonly drafts: readonly DraftLine[]; readonly now: number }) =>
  drafts.length === 0 ? null : (
    <ul class="stack-s">
      {drafts.map((draft) => (
        <li key={draft.id}>
          <a class="q draft" href={`/desk/new?draft=${draft.id}`}>
            <span class="prio p4" aria-hidden="true">
              …
            </span>
            <span class="grow">
              <b>{t("calls.unfinished")}</b>
              <span class="s dim line2">{draft.place === "" ? t("place.unknown") : draft.place}</span>
            </span>
            <span class="s">{t("ago", { span: span(now - draft.started_at) })}</span>
          </a>
        </li>
      ))}
    </ul>
  );

export const Calls = (props: {
  readonly desk: Desk;
  readonly chosen: string | null;
  readonly drafts: readonly DraftLine[];
  readonly onAreas: () => void;
}) => {
  const { desk, chosen } = props;
  const { board, now } = desk;
  const shared = { desk, chosen };
  return (
    <section class="col" aria-labelledby="calls-title">
      <div class="head">
        <div class="grow">
          <h2 id="calls-title">{t("calls.title")}</h2>
          <p class="s dim">{t("calls.count", { waiting: board.waiting.length, out: board.with_teams.length })}</p>
        </div>
        <div class="row tight">
          <button type="button" class="btn sm" onClick={props.onAreas}>
            {t("areas.title")} <Kbd>A</Kbd>
          </button>
          <a class="btn sm" href="/desk/new">
            {t("calls.new")} <Kbd>C</Kbd>
          </a>
        </div>
      </div>
      <div class="scroll stack-s">
        <Unfinished drafts={props.drafts} now={now} />
        {!desk.client.isTold.value && <p class="card flat">{t("alone.untold")}</p>}
        {desk.client.isTold.value && board.waiting.length === 0 && <p class="card flat dim">{t("calls.nobody")}</p>}
        <Group
          {...shared}
          standings={board.waiting}
          side={({ call }) => <AgeBar age={age(call, now, desk.edition)} />}
        />
        <Group
          {...shared}
          title={t("calls.withTeams")}
          standings={board.with_teams}
          side={(standing) => <With standing={standing} desk={desk} />}
        />
        <Group
          {...shared}
          title={t("calls.closed")}
          standings={board.closed}
          side={({ call }) => (
            <span class="s dim">
              {call.closed_at === null ? t("calls.isClosed") : t("ago", { span: span(now - call.closed_at) })}
            </span>
          )}
        />
      </div>
    </section>
  );
};
