/** One team: who is on it, how it is, and its shift. */
import { useState } from "preact/hooks";
import { Foldout } from "../../../parts/foldout";
import { Icon } from "../../../parts/icon";
import { Sheet } from "../../../parts/sheet";
import type { CommandArgs, Member, Unit } from "../../../schema";
import { label } from "../../../text/codes";
import { own, t } from "../../../text/desk/board";
import { row } from "../../../text/desk/dates";
import { s } from "../../../text/shell";
import { clock, list } from "../../../text/times";
import { PhoneLink } from "../alone/number";
import { ChipChoices } from "../parts/choices";
import type { Alarm } from "../rules/phones";
import { upper } from "../parts/words";
import type { Seen } from "./people";

type Own = CommandArgs["unit.status"]["status"];
const OWN: readonly Own[] = [
  "available",
  "avail_area",
  "paperwork",
  "break",
  "meal",
  "resupply",
  "training",
  "meeting",
  "oos",
  "decomp",
];
/** The schema's limit of people on one team. */
const MOST = 6;

const nameOf = (member: Member): string => (member.name === "" ? t("person.unknown") : member.name);

const memberWords = (member: Member): string => {
  const name = nameOf(member);
  return member.skills.length === 0 ? name : `${name} (${row(member.skills.map((code) => label("skill", code)))})`;
};

const Chips = (props: {
  readonly people: readonly Seen[];
  readonly chosen: ReadonlySet<string>;
  readonly onToggle: (id: string) => void;
}) => (
  <div class="chips">
    {props.people.map(({ member, on }) => (
      <label key={member.person_id} class="chip">
        <input
          type="checkbox"
          checked={props.chosen.has(member.person_id)}
          onChange={() => props.onToggle(member.person_id)}
        />
        {memberWords(member)}
        {on !== null && <span class="dim"> · {t("shift.isOn", { team: on })}</span>}
      </label>
    ))}
  </div>
);

const Start = (props: { readonly people: readonly Seen[]; readonly onStart: (people: readonly Member[]) => void }) => {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id) && next.size < MOST) next.add(id);
    setChosen(next);
  };
  const free = props.people.filter(({ on }) => on === null);
  const others = props.people.filter(({ on }) => on !== null);
  const crew = props.people.map(({ member }) => member).filter((member) => chosen.has(member.person_id));
  if (props.people.length === 0) return <p class="note warn">{t("shift.nobodyKnown")}</p>;
  return (
    <>
      <fieldset class="stack-s">
        <legend class="label">{t("shift.who")}</legend>
        {free.length === 0 ? <p class="dim">{t("shift.nobodyFree")}</p> : null}
        <Chips people={free} chosen={chosen} onToggle={toggle} />
        {others.length > 0 && (
          <Foldout title={t("shift.onOthers", { n: others.length })}>
            <Chips people={others} chosen={chosen} onToggle={toggle} />
          </Foldout>
        )}
      </fieldset>
      <p class="s dim">{t("shift.others")}</p>
      <button type="button" class="btn pri full" disabled={crew.length === 0} onClick={() => props.onStart(crew)}>
        {crew.length === 0 ? t("shift.start") : t("shift.startWith", { people: list(crew.map(nameOf)) })}
      </button>
    </>
  );
};

export interface TeamActions {
  readonly onStart: (people: readonly Member[]) => void;
  readonly onEnd: () => void;
  readonly onStatus: (status: Own) => void;
  /** Who goes to help, and whether it is over; null when nobody of the team calls for help. */
  readonly onHelp: (() => void) | null;
  readonly onClose: () => void;
}

const LOOKS = { yes: ["rings", "check"], no: ["silent", "x"], unproven: ["ink", "alert"] } as const;

const alarmWords = ({ device, rings }: Alarm): string => {
  if (device === null) return t("alarms.noPhone");
  if (typeof device.in_a_tab_at === "number") return t("alarms.tab", { time: clock(device.in_a_tab_at) });
  const said = rings === "unproven" ? "untried" : (device.alarm ?? "untried");
  return t(`alarms.is.${said}`, { time: clock(device.alarm_at ?? device.heard_at) });
};

/** One phone's alarm, in words and in colour. */
const AlarmLine = ({ alarm }: { readonly alarm: Alarm }) => {
  const [look, icon] = LOOKS[alarm.rings];
  return (
    <p class={`s ${look}`}>
      <Icon name={icon} /> {alarmWords(alarm)}
    </p>
  );
};

const OnShift = (props: {
  readonly unit: Unit;
  readonly call: string | null;
  readonly alarms: readonly Alarm[];
  readonly actions: TeamActions;
}) => {
  const { unit, call, actions } = props;
  const said = OWN.find((status) => status === unit.status) ?? null;
  return (
    <>
      <ul class="stack-s">
        {unit.members.map((member) => (
          <li key={member.person_id}>
            {memberWords(member)} · <PhoneLink unit={unit} member={member} />
            {props.alarms
              .filter((alarm) => alarm.member === member)
              .map((alarm) => (
                <AlarmLine key={alarm.device?.id ?? ""} alarm={alarm} />
              ))}
          </li>
        ))}
      </ul>
      {call === null ? (
        <ChipChoices
          legend={t("team.status")}
          choices={OWN.map((value) => ({ value, label: upper(own("unit", value)) }))}
          value={said}
          onPick={actions.onStatus}
        />
      ) : (
        <p class="dim">{t("team.onCall", { call })}</p>
      )}
      <button type="button" class="btn full" onClick={actions.onEnd}>
        {t("shift.end")}
      </button>
      {call !== null && <p class="s dim">{t("shift.endOnCall")}</p>}
    </>
  );
};

export const TeamSheet = (props: {
  readonly unit: Unit;
  readonly people: readonly Seen[];
  /** The number of the call it is on, if any. */
  readonly call: string | null;
  /** Of each phone; where no phone is rung, of those in a browser's tab. */
  readonly alarms: readonly Alarm[];
  readonly actions: TeamActions;
}) => {
  const { unit, actions } = props;
  const lead =
    unit.shift_started_at === null ? t("shift.off") : t("shift.since", { time: clock(unit.shift_started_at) });
  return (
    <Sheet title={t("team.title", { team: unit.name })} lead={lead} onClose={actions.onClose}>
      {actions.onHelp !== null && (
        <button type="button" class="btn alarm full" onClick={actions.onHelp}>
          {t("send.open")}
        </button>
      )}
      {unit.shift_id === null ? (
        <Start people={props.people} onStart={actions.onStart} />
      ) : (
        <OnShift unit={unit} call={props.call} alarms={props.alarms} actions={actions} />
      )}
      <button type="button" class="btn quiet full" onClick={actions.onClose}>
        {s("close")}
      </button>
    </Sheet>
  );
};
