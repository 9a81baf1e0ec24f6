/** /quiet/board: the lead's small board. Who is on call, who is called out, who answers, and who was not heard from. */
import { useApp, useNow } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Card, Note } from "../../../parts/card";
import { Foldout } from "../../../parts/foldout";
import { Icon } from "../../../parts/icon";
import { Screen } from "../../../parts/screen";
import { Tag } from "../../../parts/tag";
import type { Callout } from "../../../schema";
import { q, quietLabel } from "../../../text/quiet";
import { c, calloutLabel } from "../../../text/quiet/callouts";
import { g } from "../../../text/quiet/helping";
import { clock, span } from "../../../text/times";
import { useAreas } from "../areas";
import { HelpCards } from "../helping/cards";
import { onCallUntil, openGaps, type Row, rowsOf } from "../callouts";
import { Alarm } from "./alarm";
import { Person } from "./person";
import { usePressing } from "./pressing";
import { useSaying } from "./saving";

export const Board = () => {
  const { client } = useApp();
  const now = useNow(10_000);
  usePressing();
  const rows = rowsOf(client.rows("callout").value.values(), client.rows("coming").value.values());
  const live = rows.filter((row) => !row.settled);
  const over = rows.filter((row) => row.settled);
  return (
    <Screen
      title={c("board.title")}
      lead={c("board.lead")}
      tone="onplum"
      inline
      reading={c("board.title")}
      top={<Icon name="lock" />}
      dock={
        <>
          <Btn kind="pri" icon="bell" full href="/quiet/board/new">
            {c("board.new")}
          </Btn>
          <div class="pair">
            <Btn href="/quiet/list">{c("board.logs")}</Btn>
            <Btn href="/me">{q("quiet.me")}</Btn>
          </div>
        </>
      }
    >
      <HelpCards now={now} />
      <Gaps />
      <OnCall now={now} />
      {live.length === 0 && <p class="dim">{c("board.none")}</p>}
      {live.map((row) => (
        <One key={row.callout.id} row={row} now={now} />
      ))}
      {over.length > 0 && (
        <Foldout title={c("board.over", { n: over.length })}>
          <div class="stack">
            {over.map((row) => (
              <One key={row.callout.id} row={row} now={now} />
            ))}
          </div>
        </Foldout>
      )}
      <Btn full href="/quiet/board/policy">
        {g("policy.open")}
      </Btn>
      <Alarm />
    </Screen>
  );
};

const Gaps = () => {
  const { client } = useApp();
  const gaps = openGaps(client.rows("alarm").value.values());
  if (gaps.length === 0) return null;
  return (
    <div class="stack-s">
      {gaps.map((alarm) => (
        <Note key={alarm.id} tone="alarmbox" icon="alert">
          <b>{c("board.gap", { n: alarm.missed_count ?? 0 })}</b>
          <p>{c("board.gapLead")}</p>
          <Btn
            onPress={() =>
              void client.save({ type: "alarm.resolve", entity: alarm.id, args: {} }).catch(() => undefined)
            }
          >
            {c("board.gapDone")}
          </Btn>
        </Note>
      ))}
    </div>
  );
};

const OnCall = ({ now }: { readonly now: number }) => {
  const { client } = useApp();
  const on = [...client.rows("duty").value.values()].flatMap((duty) => {
    const until = onCallUntil(duty, now);
    return until === null ? [] : [{ id: duty.id, name: duty.name, at: clock(until) }];
  });
  if (on.length === 0) return <p class="b">{c("board.onCallNone")}</p>;
  return (
    <Foldout title={c("board.onCall", { n: on.length })}>
      <ul>
        {on.map(({ id, name, at }) => (
          <li key={id}>{c("board.until", { name, at })}</li>
        ))}
      </ul>
    </Foldout>
  );
};

const standing = (callout: Callout): string => {
  const told = { coming: callout.coming, n: callout.people };
  if (callout.state === "open") return c("board.stateOpen", told);
  if (callout.state === "filled") return c("board.stateFilled", told);
  return c("board.stateEnded", { ending: calloutLabel("callout_ending", callout.ending ?? "done") });
};

const One = ({ row, now }: { readonly row: Row; readonly now: number }) => {
  const { callout, parts, missed } = row;
  const { areaLabel } = useAreas();
  return (
    <Card tone={missed > 0 || callout.step !== null ? "alarmbox" : "flat"} stack="s">
      <h2>{calloutLabel("callout_kind", callout.kind)}</h2>
      <p class="s dim">
        {areaLabel(callout.area)} · {quietLabel("part_of_day", callout.part_of_day)} ·{" "}
        {c("call.askedAgo", { span: span(now - callout.made_at) })}
      </p>
      <div class="row tight wrap tags">
        <Tag tone="tint">{standing(callout)}</Tag>
        {missed > 0 && (
          <Tag tone="alarmbox" icon="alert">
            {c("board.missedN", { n: missed })}
          </Tag>
        )}
      </div>
      <Step callout={callout} asked={parts.length} />
      {parts.map((part) => (
        <Person key={part.id} part={part} />
      ))}
      {callout.state !== "ended" && <End callout={callout} />}
    </Card>
  );
};

/** Nobody is left to ask: whom to phone, and at the last who does. */
const Step = ({ callout, asked }: { readonly callout: Callout; readonly asked: number }) => {
  if (callout.step === null) return null;
  const name = callout.named?.name;
  return (
    <Note tone="warn" icon="call">
      <b>{callout.step === "phone" && name !== undefined ? c("board.stepPhone", { name }) : c("board.stepLead")}</b>
      <p>{c(asked === 0 ? "board.stepNobody" : "board.stepLeadText")}</p>
      {(callout.to_phone ?? []).map((each) =>
        each.phone === null ? (
          <p key={each.person_id} class="s">
            {c("board.noPhone", { name: each.name })}
          </p>
        ) : (
          <Btn key={each.person_id} icon="call" full href={`tel:${each.phone}`}>
            {c("board.phone", { name: each.name })}
          </Btn>
        ),
      )}
    </Note>
  );
};

const End = ({ callout }: { readonly callout: Callout }) => {
  const { save, busy } = useSaying();
  const end = (ending: "done" | "called_off"): void =>
    void save({ type: "callout.end", entity: callout.id, args: { ending } });
  return (
    <Foldout title={`${c("board.endDone")} / ${c("board.endOff")}`}>
      <div class="stack-s">
        <p class="s dim">{c("board.endNote")}</p>
        <div class="pair">
          <Btn disabled={busy} onPress={() => end("called_off")}>
            {c("board.endOff")}
          </Btn>
          <Btn icon="check" disabled={busy} onPress={() => end("done")}>
            {c("board.endDone")}
          </Btn>
        </div>
      </div>
    </Foldout>
  );
};
