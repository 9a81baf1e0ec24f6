/** The strip of what a named person must take up, worst first: three at once, the rest one key away. */
import type { Alarm, Call } from "../../../schema";
import { Icon, type IconName } from "../../../parts/icon";
import { Sheet } from "../../../parts/sheet";
import { own, t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { shortSpan } from "../parts/agebar";
import { Kbd } from "../parts/kbd";
import { doing, numberOf, unitName, whereOf } from "../parts/words";
import { isWith } from "../rules/board";
import type { Desk } from "./use";

/** So many stand on the strip; from there on one button opens the list. */
export const ON_STRIP = 3;

const LOOKS: Readonly<Record<Alarm["kind"], { readonly look: string; readonly icon: IconName }>> = {
  offer_unanswered: { look: "worst", icon: "bell" },
  self_initiated: { look: "bad", icon: "flag" },
  too_late: { look: "bad", icon: "flag" },
  after_end: { look: "bad", icon: "flag" },
  id_reuse: { look: "odd", icon: "alert" },
  custody: { look: "odd", icon: "alert" },
};

/** "Nobody answered the offer — Wren" and what it is about. */
export const alarmWords = (alarm: Alarm, desk: Desk): { readonly strong: string; readonly rest: string } => {
  const what = own("alarm", alarm.kind);
  const call = desk.calls.get(alarm.call_id ?? "");
  const strong = alarm.unit_id === null ? what : `${what} — ${unitName(desk.units, alarm.unit_id)}`;
  if (alarm.kind === "id_reuse") return { strong, rest: t("alarm.idReuse") };
  if (alarm.kind === "custody") return { strong, rest: t("alarm.custody") };
  if (call === undefined) return { strong, rest: t("call.gone") };
  return { strong, rest: [numberOf(call), whereOf(call), ...whoIsThere(call, desk)].join(" · ") };
};

/** Every team on the call and where it is: two may be on their way to the same person. */
const whoIsThere = (call: Call, desk: Desk): readonly string[] =>
  (desk.standing.get(call.id)?.assignments ?? [])
    .filter(isWith)
    .map((it) => t("alarm.team", { team: unitName(desk.units, it.unit_id), doing: doing(it) }));

const One = (props: {
  readonly alarm: Alarm;
  readonly n: number;
  readonly desk: Desk;
  readonly onTake: (alarm: Alarm) => void;
}) => {
  const { alarm, n, desk } = props;
  const { look, icon } = LOOKS[alarm.kind];
  const words = alarmWords(alarm, desk);
  return (
    <li class={`al ${look}`}>
      <Icon name={icon} />
      <div class="grow">
        <p>
          <b>{words.strong}</b> · {shortSpan(desk.now - alarm.raised_at)}
        </p>
        <p class="s tip">{words.rest}</p>
      </div>
      <button type="button" class="btn sm" onClick={() => props.onTake(alarm)}>
        {t("alarm.take")} {n <= 9 && <Kbd>{`F${n}`}</Kbd>}
      </button>
    </li>
  );
};

export const Alarms = (props: {
  readonly desk: Desk;
  readonly onTake: (alarm: Alarm) => void;
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
  readonly onTake: (alarm: Alarm) => void;
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
