/** The teams: who is ready, who is asked, who is out, who is away; off duty below. Each opens what the desk may do. */
import { Renewal } from "../../../parts/renewal";
import type { Assignment, Member, Unit } from "../../../schema";
import { t } from "../../../text/desk/board";
import { row } from "../../../text/desk/dates";
import { clock, list, span } from "../../../text/times";
import { Kbd } from "../parts/kbd";
import { Shape } from "../parts/shape";
import { numberOf, skillsOf, teamState, upper } from "../parts/words";
import { since } from "../rules/board";
import { checkOf, isMissed } from "../rules/checkins";
import { isSilent } from "../rules/ladder";
import { alarmsOf, people, phonesOf } from "../rules/phones";
import { freeSince, heldFor, isOnShift } from "../rules/order";
import type { Desk } from "./use";

type Group = "ready" | "asked" | "out" | "away";

const groupOf = (unit: Unit, desk: Desk): Group => {
  if (desk.withCall.has(unit.id)) return "out";
  if (desk.askedFor.has(unit.id)) return "asked";
  return unit.status === "available" || unit.status === "avail_area" ? "ready" : "away";
};

const ORDER: readonly Group[] = ["ready", "asked", "out", "away"];

/** What its phones have not sent, and for how long they have been silent; nothing while all is well. */
const PhonesSaid = ({ unit, desk }: { readonly unit: Unit; readonly desk: Desk }) => {
  const { unsent, silentSince } = phonesOf(unit, desk.client.rows("device").value.values(), desk.now);
  return (
    <>
      {silentSince !== null && ` · ${t("phone.heard", { span: span(desk.now - silentSince) })}`}
      {unsent > 0 && <b class="ink"> · {t("phone.unsent", { n: unsent })}</b>}
    </>
  );
};

/** Whose phones ring while the app is closed, and whose do not; nothing where no phone is rung. */
const AlarmSaid = ({ unit, desk }: { readonly unit: Unit; readonly desk: Desk }) => {
  if ((desk.client.session.org.push ?? null) === null || !isOnShift(unit)) return null;
  const { yes, no, unproven } = people(alarmsOf(unit, desk.client.rows("device").value.values(), desk.now));
  const names = (members: readonly Member[]): string =>
    list(members.map(({ name }) => (name === "" ? t("person.unknown") : name)));
  return (
    <>
      {no.length > 0 && <b class="silent"> · {t("alarms.no", { names: names(no) })}</b>}
      {unproven.length > 0 && <b class="ink"> · {t("alarms.unproven", { names: names(unproven) })}</b>}
      {yes.length > 0 && no.length + unproven.length === 0 && <span class="rings"> · {t("alarms.yes")}</span>}
    </>
  );
};

const needsHelp = (unit: Unit): boolean => unit.status === "emergency";

/** What the team does and for how long; that it needs help or did not check in comes before anything else. */
const stateWords = (unit: Unit, on: Assignment | null, asked: Assignment | null, desk: Desk): string => {
  if (needsHelp(unit)) return `${upper(teamState(unit, null))}, ${span(desk.now - unit.status_at)}`;
  const check = checkOf(on, desk.now);
  if (check?.how === "missed" || check?.how === "no_link") {
    return `${t(`team.${check.how}`)}, ${span(desk.now - check.at)}`;
  }
  const state = on === null && asked !== null ? t("team.asked") : upper(teamState(unit, on));
  const about = on ?? asked;
  return `${state}, ${span(desk.now - (about === null ? freeSince(unit, desk.own(unit.id)) : since(about)))}`;
};

/** By when it checks in next. */
const CheckSaid = (props: { readonly on: Assignment | null; readonly now: number }) => {
  const check = checkOf(props.on, props.now);
  if (check === null) return null;
  return <>{check.how === "by" ? t("team.checkBy", { time: clock(check.at) }) : t("team.checkDue")} · </>;
};

const Card = (props: { readonly unit: Unit; readonly desk: Desk; readonly onOpen: (unit: Unit) => void }) => {
  const { unit, desk } = props;
  const on = desk.withCall.get(unit.id) ?? null;
  const asked = desk.askedFor.get(unit.id) ?? null;
  const about = on ?? asked;
  const held = heldFor(unit, desk);
  const names = unit.members.map((member) => member.name).filter((name) => name !== "");
  return (
    <li>
      <button type="button" class="u" onClick={() => props.onOpen(unit)}>
        <span class="row tight">
          <Shape
            status={unit.status}
            lost={isMissed(on) && !needsHelp(unit)}
            asked={
              on !== null || asked === null || needsHelp(unit) ? "no" : isSilent(asked, desk.now) ? "silent" : "yes"
            }
          />
          <b>{unit.name}</b>
          <span class={needsHelp(unit) ? "end needs" : "end"}>{stateWords(unit, on, asked, desk)}</span>
        </span>
        <span class="s dim line2">
          {on === null && asked !== null && isSilent(asked, desk.now) && <b class="ink">{t("offer.silent")} · </b>}
          {about !== null && `${numberOf(desk.calls.get(about.call_id))} · `}
          <CheckSaid on={on} now={desk.now} />
          {typeof unit.status_until === "number" && `${t("team.until", { time: clock(unit.status_until) })} · `}
          {held !== null && <b class="ink">{t("team.held", { call: numberOf(desk.calls.get(held)) })} · </b>}
          {skillsOf(unit)}
          {names.length > 0 && ` · ${row(names)}`}
          {!isOnShift(unit) && ` · ${t("shift.off").toLocaleLowerCase()}`}
          <PhonesSaid unit={unit} desk={desk} />
          <AlarmSaid unit={unit} desk={desk} />
        </span>
      </button>
    </li>
  );
};

export const Teams = (props: {
  readonly desk: Desk;
  readonly onOpen: (unit: Unit) => void;
  readonly onRoll: () => void;
}) => {
  const { desk, onOpen } = props;
  const isLost = (unit: Unit): boolean => isMissed(desk.withCall.get(unit.id));
  const all = [...desk.units.values()].sort(
    (one, other) => Number(isLost(other)) - Number(isLost(one)) || one.name.localeCompare(other.name),
  );
  const on = all.filter((unit) => isOnShift(unit) || desk.withCall.has(unit.id));
  const off = all.filter((unit) => !on.includes(unit));
  const grouped = ORDER.map((group) => on.filter((unit) => groupOf(unit, desk) === group));
  const counts = ORDER.map((group, i) => [group, grouped[i]?.length ?? 0] as const).filter(([, n]) => n > 0);
  return (
    <section class="col" aria-labelledby="teams-title">
      <div class="head">
        <div class="grow">
          <h2 id="teams-title">{t("teams.title")}</h2>
          <p class="s dim">{counts.map(([group, n]) => t(`teams.${group}`, { n })).join(" · ")}</p>
        </div>
        {on.length > 0 && (
          <button type="button" class="btn sm" onClick={props.onRoll}>
            {t("roll.title")} <Kbd>R</Kbd>
          </button>
        )}
      </div>
      <div class="scroll stack-s">
        {on.length === 0 && <p class="card flat dim">{t("teams.nobody")}</p>}
        <ul class="stack-s" id="teams">
          {[...on.filter(needsHelp), ...grouped.flat().filter((unit) => !needsHelp(unit))].map((unit) => (
            <Card key={unit.id} unit={unit} desk={desk} onOpen={onOpen} />
          ))}
        </ul>
        {off.length > 0 && (
          <>
            <h3 class="label">{t("teams.off")}</h3>
            <ul class="stack-s">
              {off.map((unit) => (
                <li key={unit.id}>
                  <button type="button" class="u off" onClick={() => onOpen(unit)}>
                    <span class="row tight">
                      <Shape status="off" asked="no" />
                      <b>{unit.name}</b>
                      <span class="end s">{t("shift.start")}</span>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
        <p class="s dim">{t("teams.interrupters")}</p>
        <Renewal />
      </div>
    </section>
  );
};
