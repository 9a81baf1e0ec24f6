/** The strip of what a named person must take up, worst first: three at once, the rest one key away. */
import { ALARM_KIND, type Alarm, type Assignment, type Call, type Help } from "../../../schema";
import { Icon, type IconName } from "../../../parts/icon";
import { Sheet } from "../../../parts/sheet";
import { label } from "../../../text/codes";
import { deskLabel } from "../../../text/codes.desk";
import { backupSay as b } from "../../../text/backups";
import { t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { clock, list } from "../../../text/times";
import { shortSpan } from "../parts/agebar";
import { whoLeft } from "../handing/sheet";
import { Kbd } from "../parts/kbd";
import { doing, numberOf, unitName, upper, whereOf, whomToPhone } from "../parts/words";
import { isWith } from "../rules/board";
import { isGiven, type OnStrip } from "../rules/handovers";
import { dueAt, owedOf } from "../telling/rules";
import { toDoIn } from "../handing/rules";
import { laidFor } from "../rules/helps";
import { nextWords } from "../next/words";
import { toDo } from "../checkin/line";
import { missingOf } from "../helping/rolls";
import type { Desk } from "./use";

/** So many stand on the strip; from there on one button opens the list. */
export const ON_STRIP = 3;

const ICONS: Readonly<Record<OnStrip["kind"], IconName>> = {
  offer_unanswered: "bell",
  offer_unreached: "bell",
  offer_waits: "bell",
  skill_lost: "users",
  phone_them: "call",
  self_initiated: "flag",
  too_late: "flag",
  after_end: "flag",
  id_reuse: "alert",
  custody: "alert",
  gap: "alert",
  unreadable: "alert",
  handover: "call",
  call_back: "call",
  given: "call",
  check_in: "clock",
  roll: "users",
  help: "hand",
  handoff: "users",
  backup: "users",
};

/** What is wrong with a record, or missing in it, and not with a person. */
const ODD: ReadonlySet<OnStrip["kind"]> = new Set(["custody", "given", "handoff", "id_reuse", "unreadable"]);

const KEPT: ReadonlySet<string> = new Set(ALARM_KIND);

type Look = "worst" | "grave" | "bad" | "odd";

/** What nobody has yet: an offer without an answer, a call that was passed on. */
const UNANSWERED: ReadonlySet<OnStrip["kind"]> = new Set(["offer_unanswered", "phone_them", "handover"]);

/**
 * One weight more for each step, as a call's priority has it. Filled: somebody of ours asks for people. Thick: a life
 * waits and nobody goes, or a team is not heard of for too long. Framed: a team matters. Dashed: a record does.
 */
export const lookOf = (alarm: OnStrip, call: Call | undefined): Look => {
  if (ODD.has(alarm.kind)) return "odd";
  if (alarm.kind === "help" || alarm.kind === "backup") return "worst";
  if (alarm.check?.check_step === "supervisor") return "grave";
  return UNANSWERED.has(alarm.kind) && call !== undefined && call.priority <= "P1" ? "grave" : "bad";
};

/** Every team on the call: two may be on their way to the same person. */
const onCall = (call: Call | undefined, desk: Desk): readonly Assignment[] =>
  (desk.standing.get(call?.id ?? "")?.assignments ?? []).filter(isWith);

/** The last step: a person, by name and number. */
const phoneWords = ({ phone_at, people = [] }: Help): readonly string[] => {
  if (phone_at === null || phone_at === undefined) return [];
  return [people.length === 0 ? t("alarm.helpPhoneNobody") : t("alarm.helpPhone", { people: whomToPhone(people) })];
};

/** Who calls: the name, and the team where there is one. */
const helpWords = (help: Help, desk: Desk): string => {
  const who = help.name === "" ? t("person.unknown") : help.name;
  return help.unit_id === null
    ? t("alarm.helpAlone", { who })
    : t("alarm.help", { who, team: unitName(desk.units, help.unit_id) });
};

/** Whom to phone because nobody has it; whether it is over as they say, lay without a signal; and where they are. */
const helpRest = (help: Help, call: Call | undefined): string => {
  const words = [...phoneWords(help), ...(help.ending === null ? [] : [t(`alarm.help.${help.ending}`)])];
  const lay = laidFor(help);
  if (lay !== null) words.push(t("alarm.helpLay", { span: shortSpan(lay) }));
  return [...words, ...(call === undefined ? [t("alarm.helpNoCall")] : [numberOf(call), whereOf(call)])].join(" · ");
};

/** "Heron no longer has a clinician": what the best team for the call would have and this one lacks now. */
const skillWords = (alarm: OnStrip, team: string, desk: Desk): string => {
  const call = desk.calls.get(alarm.call_id ?? "");
  const has = desk.units.get(alarm.unit_id ?? "")?.skills ?? [];
  const lacks =
    call === undefined ? [] : (desk.edition.skills(call.type_code)[0] ?? []).filter((it) => !has.includes(it));
  return lacks.length === 0
    ? t("alarm.skill_back", { team })
    : t("alarm.skill_lost", { team, skills: list(lacks.map((it) => label("skill", it).toLocaleLowerCase())) });
};

/** What the server keeps as an alarm; the others stand there because of what a record says. */
const isKept = (kind: OnStrip["kind"]): kind is Exclude<Alarm["kind"], "skill_lost"> => KEPT.has(kind);

/** What the desk owes somebody outside: a call-back, or a name at another service. */
const owedWords = ({ told, handover }: OnStrip): string | null => {
  if (told !== undefined) return t(told.unsafe === true ? "alarm.unsafeBack" : "alarm.callBack");
  if (handover === undefined) return null;
  return t(isGiven(handover) ? "alarm.given" : "alarm.handover", { to: deskLabel("handed_to", handover.to) });
};

/** What happened. Of a team that came too late it is told first who was there, so that it does not sound like a fault. */
const whatHappened = (alarm: OnStrip, there: readonly Assignment[], desk: Desk): string => {
  const team = unitName(desk.units, alarm.unit_id);
  if (alarm.help !== undefined) return helpWords(alarm.help, desk);
  if (alarm.backup !== undefined) {
    const { kind, reason } = alarm.backup;
    return t("backup.alarm", { team, kind: b(`kind.${kind}`), reason: b(`reason.${reason}`).toLocaleLowerCase() });
  }
  if (alarm.roll !== undefined) {
    return t("alarm.roll", { teams: list(missingOf(alarm.roll).map((it) => unitName(desk.units, it.unit_id))) });
  }
  if (alarm.check !== undefined) {
    return t(alarm.check.no_link === true ? "alarm.noLink" : "alarm.checkMissed", { team });
  }
  if (alarm.handoff !== undefined) return t("alarm.handoff", { who: whoLeft(alarm.handoff, desk) });
  const owed = owedWords(alarm);
  if (owed !== null) return owed;
  if (alarm.kind === "skill_lost") return skillWords(alarm, team, desk);
  const others = there.filter((it) => it.unit_id !== alarm.unit_id).map((it) => unitName(desk.units, it.unit_id));
  if (alarm.kind === "too_late" && others.length > 0) {
    return t("alarm.both", { others: list(others), n: others.length, team });
  }
  return isKept(alarm.kind) ? upper(t(`alarm.${alarm.kind}`, { team, people: whomToPhone(alarm.people ?? []) })) : "";
};

/** What nobody was there for: offers that ran out by call, teams that were to check in, records for a supervisor. */
const missedWords = (alarm: OnStrip, desk: Desk): string => {
  const offers = (alarm.missed ?? []).filter((it) => it.kind === "assignment.expire");
  const calls = offers.flatMap((it) => desk.calls.get(desk.assignments.get(it.entity)?.call_id ?? "") ?? []);
  const numbers = [...new Set(calls.map(numberOf))];
  const words = numbers.length > 0 ? [t("alarm.missedOffers", { n: numbers.length, calls: list(numbers) })] : [];
  const checks = (alarm.missed ?? []).filter((it) => it.kind === "assignment.check");
  const teams = [...new Set(checks.map((it) => desk.assignments.get(it.entity)?.unit_id ?? ""))];
  if (teams.length > 0) {
    words.push(t("alarm.missedChecks", { n: teams.length, teams: list(teams.map((id) => unitName(desk.units, id))) }));
  }
  const backs = (alarm.missed ?? []).filter((it) => it.kind === "call.back_due");
  const callers = backs.flatMap((it) => desk.calls.get(it.entity) ?? []).filter((call) => owedOf(call) !== undefined);
  if (callers.length > 0) words.push(t("hand.backs", { n: callers.length, calls: list(callers.map(numberOf)) }));
  return [...words, t("alarm.missed", { n: alarm.missed_count ?? 0 })].join(" · ");
};

/** Which call it is, if it is one. */
const damagedWords = (call: Call | undefined): string =>
  [...(call === undefined ? [] : [numberOf(call)]), t("alarm.damaged")].join(" · ");

/** "Wren did not answer" and what it is about: the call, which teams are on it and where, the place. */
export const alarmWords = (alarm: OnStrip, desk: Desk): { readonly strong: string; readonly rest: string } => {
  const call = desk.calls.get(alarm.call_id ?? "");
  const there = onCall(call, desk);
  const strong = whatHappened(alarm, there, desk);
  if (alarm.help !== undefined) return { strong, rest: helpRest(alarm.help, call) };
  if (alarm.handoff !== undefined) return { strong, rest: t("alarm.handoffDo", { n: toDoIn(alarm.handoff) }) };
  if (alarm.roll !== undefined) return { strong, rest: deskLabel("roll_reason", alarm.roll.why) };
  if (alarm.kind === "id_reuse") return { strong, rest: t("alarm.idReuse") };
  if (alarm.kind === "custody") return { strong, rest: t("alarm.kept") };
  if (alarm.kind === "unreadable") return { strong, rest: damagedWords(call) };
  if (alarm.kind === "gap") return { strong, rest: missedWords(alarm, desk) };
  if (call === undefined) return { strong, rest: t("call.gone") };
  if (alarm.check !== undefined) {
    return { strong, rest: [toDo(alarm.check), numberOf(call), whereOf(call)].join(" · ") };
  }
  if (alarm.told !== undefined) {
    const number = call.callback ?? "";
    const promised = t("alarm.callBackRest", { time: clock(dueAt(alarm.told)) });
    return { strong, rest: [promised, numberOf(call), ...(number === "" ? [] : [number]), whereOf(call)].join(" · ") };
  }
  const teams = there.map((it) => t("alarm.team", { team: unitName(desk.units, it.unit_id), doing: doing(it) }));
  return { strong, rest: [numberOf(call), ...teams, whereOf(call)].join(" · ") };
};

/** What a press does where it is not simply taken. */
const TAKEN_BY: Readonly<
  Partial<
    Record<
      OnStrip["kind"],
      | "alarm.who"
      | "alarm.whoGave"
      | "alarm.call"
      | "alarm.answer"
      | "alarm.read"
      | "alarm.rollLook"
      | "alarm.callBackDo"
    >
  >
> = {
  handover: "alarm.who",
  given: "alarm.whoGave",
  check_in: "alarm.call",
  backup: "alarm.answer",
  handoff: "alarm.read",
  call_back: "alarm.callBackDo",
  roll: "alarm.rollLook",
};

const One = (props: {
  readonly alarm: OnStrip;
  readonly n: number;
  readonly desk: Desk;
  readonly onTake: (alarm: OnStrip) => void;
}) => {
  const { alarm, n, desk } = props;
  const words = alarmWords(alarm, desk);
  const next = nextWords(alarm, desk);
  return (
    <li class={`al ${lookOf(alarm, desk.calls.get(alarm.call_id ?? ""))}`}>
      <Icon name={ICONS[alarm.kind]} />
      <div class="grow">
        <p>
          <b>{words.strong}</b> · <span class="s nw">{t("ago", { span: shortSpan(desk.now - alarm.raised_at) })}</span>
        </p>
        <p class="s clamp">
          {next === null ? "" : `${upper(next)} · `}
          {words.rest}
        </p>
      </div>
      <button type="button" class="btn sm" onClick={() => props.onTake(alarm)}>
        {t(TAKEN_BY[alarm.kind] ?? "alarm.take")} {n <= 9 && <Kbd>{`F${n}`}</Kbd>}
      </button>
    </li>
  );
};

export const Alarms = (props: {
  readonly desk: Desk;
  readonly onTake: (alarm: OnStrip) => void;
  readonly onMore: () => void;
}) => {
  const { alarms } = props.desk;
  if (alarms.length === 0) return null;
  const more = alarms.length - ON_STRIP;
  return (
    <section class="alarms" aria-label={t("alarm.title", { n: alarms.length })}>
      <ul class={more > 0 ? "four" : ""}>
        {alarms.slice(0, ON_STRIP).map((alarm, i) => (
          <One key={alarm.id} alarm={alarm} n={i + 1} desk={props.desk} onTake={props.onTake} />
        ))}
        {more > 0 && (
          <li class="al more">
            <button type="button" class="btn sm" onClick={props.onMore}>
              {t("alarm.more", { n: more })} <Kbd>F4</Kbd>
            </button>
          </li>
        )}
      </ul>
    </section>
  );
};

/** All of them, with their keys. */
export const AlarmSheet = (props: {
  readonly desk: Desk;
  readonly onTake: (alarm: OnStrip) => void;
  readonly onClose: () => void;
}) => (
  <Sheet title={t("alarm.title", { n: props.desk.alarms.length })} onClose={props.onClose}>
    <ul class="stack-s">
      {props.desk.alarms.map((alarm, i) => (
        <One key={alarm.id} alarm={alarm} n={i + 1} desk={props.desk} onTake={props.onTake} />
      ))}
    </ul>
    <button type="button" class="btn quiet full" onClick={props.onClose}>
      {s("close")}
    </button>
  </Sheet>
);
