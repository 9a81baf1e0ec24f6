/** The end of the desk's own shift, and what others left: read and taken over by one press. */
import { useState } from "preact/hooks";
import { Field } from "../../../parts/field";
import { Sheet } from "../../../parts/sheet";
import type { Handoff, Left } from "../../../schema";
import { t } from "../../../text/desk/board";
import { shortOf } from "../editions/words";
import { s } from "../../../text/shell";
import { clock, list } from "../../../text/times";
import type { Desk } from "../board/use";
import { unitName } from "../parts/words";
import { isUnread, unreadOf } from "./rules";
import { reasonsToDo, unknownOf } from "./todo";
import { handOverDesk, takeOver } from "./actions";

const numbersOf = (all: readonly Pick<Left, "number">[]): string =>
  list(all.map(({ number }) => (number === "" ? t("call.noNumber") : number)));

/** "Heron’s shift, 14:00" or "The desk, Dana, 22:00". */
export const whoLeft = (handoff: Handoff, desk: Pick<Desk, "units">): string =>
  handoff.unit_id === null
    ? t("hand.ofDesk", { name: handoff.name === "" ? t("person.unknown") : handoff.name })
    : t("hand.ofTeam", { team: unitName(desk.units, handoff.unit_id) });

/** What is in it, a line each. */
export const linesOf = (handoff: Handoff): readonly string[] => {
  const { calls = [], reasons = [], logs = [], promised = 0, hazards = [], alarms = 0, unsent = 0, held = 0 } = handoff;
  const { notes = [], unkept = 0, backs = [] } = handoff;
  return [
    ...(calls.length > 0 ? [t("hand.calls", { n: calls.length, calls: numbersOf(calls) })] : []),
    ...(reasons.length > 0 ? [t("hand.reasons", { n: reasons.length, calls: numbersOf(reasons) })] : []),
    ...(backs.length > 0 ? [t("hand.backs", { n: backs.length, calls: numbersOf(backs) })] : []),
    ...(logs.length > 0 ? [t("hand.logs", { n: logs.length, calls: numbersOf(logs) })] : []),
    ...(promised > 0 ? [t("hand.promised", { n: promised })] : []),
    ...hazards.map(({ area, key }) => t("hand.hazard", { what: shortOf(key), area })),
    ...(alarms > 0 ? [t("hand.alarms", { n: alarms })] : []),
    ...(unsent > 0 ? [t("hand.unsent", { n: unsent })] : []),
    ...(held > 0 ? [t("hand.held", { n: held })] : []),
    ...notes.map((note) => t("hand.says", { note })),
    ...(unkept > 0 ? [t("hand.unkept")] : []),
  ];
};

const Lines = ({ all }: { readonly all: readonly string[] }) => (
  <ul class="stack-s">
    {all.map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
);

/** Whoever reads it has it from now. The desk does not take over from whoever gave it. */
export const HandoffSheet = (props: {
  readonly handoff: Handoff;
  readonly desk: Desk;
  readonly onClose: () => void;
}) => {
  const { handoff, desk, onClose } = props;
  const { client } = desk;
  const isMine = handoff.unit_id === null && handoff.by === client.session.person.id;
  const unread = isUnread(handoff);
  const take = async (): Promise<void> => {
    if (await takeOver(client, handoff)) onClose();
  };
  return (
    <Sheet
      title={t("hand.title", { who: whoLeft(handoff, desk) })}
      lead={t("hand.lead", { time: clock(handoff.made_at) })}
      onClose={onClose}
    >
      <Lines all={linesOf(handoff)} />
      {!unread && (
        <p class="s dim">
          {t("hand.readBy", { name: handoff.reader ?? t("person.unknown"), time: clock(handoff.read_at ?? 0) })}
        </p>
      )}
      {unread && isMine && <p class="s dim">{t("hand.mine")}</p>}
      {unread && !isMine && (
        <button type="button" class="btn pri full" onClick={() => void take()}>
          {t("hand.take")}
        </button>
      )}
      <button type="button" class="btn quiet full" onClick={onClose}>
        {s("back")}
      </button>
    </Sheet>
  );
};

/** What this desk leaves, then one free line; and what lies unread. */
export const EndOfShift = (props: {
  readonly desk: Desk;
  readonly onRead: (handoff: Handoff) => void;
  readonly onReasons: () => void;
  readonly onClose: () => void;
}) => {
  const { desk, onClose } = props;
  const [note, setNote] = useState("");
  const unread = unreadOf(desk.client.rows("handoff").value.values());
  const open = [...desk.calls.values()].filter((call) => call.closed_at === null);
  const toDo = reasonsToDo(desk.standing.values());
  const unknown = unknownOf(desk.standing.values());
  const lines = [
    ...(open.length > 0
      ? [
          t("hand.calls", {
            n: open.length,
            calls: numbersOf(open),
          }),
        ]
      : []),
    ...(unknown.n > 0 ? [t("hand.unknown", unknown)] : []),
    ...(desk.alarms.length > 0 ? [t("hand.alarms", { n: desk.alarms.length })] : []),
  ];
  const give = async (): Promise<void> => {
    if (await handOverDesk(desk.client, note.trim())) onClose();
  };
  return (
    <Sheet title={t("hand.end")} lead={t("hand.endLead")} onClose={onClose}>
      {lines.length === 0 ? <p>{t("hand.nothing")}</p> : <Lines all={lines} />}
      {toDo.length > 0 && (
        <button type="button" class="btn full start" onClick={props.onReasons}>
          {t("hand.reasons", { n: toDo.length, calls: numbersOf(toDo) })}
        </button>
      )}
      {unread.length > 0 && (
        <section class="stack-s">
          <h3 class="label">{t("hand.unread", { n: unread.length })}</h3>
          {unread.map((handoff) => (
            <button key={handoff.id} type="button" class="btn full start" onClick={() => props.onRead(handoff)}>
              {whoLeft(handoff, desk)} · {clock(handoff.made_at)}
            </button>
          ))}
        </section>
      )}
      <Field label={t("hand.note")} hint={t("hand.noteHint")} value={note} max={600} rows={2} onInput={setNote} />
      <button type="button" class="btn pri full" onClick={() => void give()}>
        {t("hand.give")}
      </button>
      <button type="button" class="btn quiet full" onClick={onClose}>
        {s("back")}
      </button>
    </Sheet>
  );
};
