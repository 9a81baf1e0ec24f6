/** /me/handover: what the shift before left, read and confirmed by whoever takes over. */
import { useApp } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Card, Note } from "../../../parts/card";
import { Screen } from "../../../parts/screen";
import { Tag } from "../../../parts/tag";
import type { Handoff, HeardHazard, Left } from "../../../schema";
import { HANDOFFS } from "../../../sync/later/shifts/handoffs";
import { helpLabel } from "../../../text/codes.help";
import { say } from "../../../text/later";
import { t } from "../../../text/phone";
import { s } from "../../../text/shell";
import { clock, list } from "../../../text/times";
import { useSave, useWork } from "../hooks";
import { given } from "../logwords";
import { onScreen, toDo } from "./state";

const BACK = { href: "/now", label: s("tabs.now") };

const Lines = (props: { readonly title: string; readonly all: readonly string[] }) =>
  props.all.length === 0 ? null : (
    <Card stack="s">
      <h2 class="label">{props.title}</h2>
      <ul class="stack-s">
        {props.all.map((line) => (
          <li key={line} class="b">
            {line}
          </li>
        ))}
      </ul>
    </Card>
  );

const HAZARDS = ["weapon", "violence_now", "threat_specific", "fire_haz"] as const;

const hazard = ({ key, area }: HeardHazard): readonly string[] =>
  HAZARDS.filter((known) => known === key).map((known) => `${t(`told.${known}`)}: ${area}`);

/** One promise for tonight, and that somebody of this team saw to it. */
const Promised = ({ handoff, left }: { readonly handoff: Handoff; readonly left: Left }) => {
  const { client } = useApp();
  const { save, saving } = useSave();
  const referral = client.rows("referral").value.get(left.id);
  const service = client.directory.value?.services.find((each) => each.id === referral?.service_id);
  const done = handoff.done?.includes(left.id) === true;
  const what = [referral === undefined ? "" : helpLabel("need", referral.need), service?.name ?? ""];
  return (
    <Card tone="flat" stack="s">
      <p class="b">{what.filter((it) => it !== "").join(" · ")}</p>
      <p class="dim s">{say("prom.call", { number: left.number })}</p>
      {done ? (
        <Tag tone="tint" icon="check">
          {say("hand.see")}
        </Tag>
      ) : (
        <Btn
          icon="check"
          disabled={saving}
          onPress={() => void save({ type: "handoff.read", entity: handoff.id, args: { done: [left.id] } })}
        >
          {say("hand.see")}
        </Btn>
      )}
    </Card>
  );
};

const Body = ({ handoff }: { readonly handoff: Handoff }) => {
  const { calls = [], logs = [], referrals = [], hazards = [], supplies = [], notes = [], unkept = 0 } = handoff;
  return (
    <>
      {notes.map((note) => (
        <Note key={note} tone="tint" icon="users">
          <p class="l">{note}</p>
        </Note>
      ))}
      {unkept > 0 && <p class="dim">{say("hand.unkept")}</p>}
      <Lines title={say("hand.hazards")} all={hazards.flatMap(hazard)} />
      <Lines title={say("hand.calls")} all={calls.map(({ number }) => number)} />
      {referrals.length > 0 && (
        <section class="stack-s">
          <h2 class="label">{say("hand.promised")}</h2>
          {referrals.map((left) => (
            <Promised key={left.id} handoff={handoff} left={left} />
          ))}
        </section>
      )}
      <Lines title={say("hand.logs")} all={logs.map(({ number }) => number)} />
      {supplies.length > 0 && (
        <p class="dim">{say("duty.leftGiven", { things: list(supplies.map((it) => given(it.code, it.quantity))) })}</p>
      )}
    </>
  );
};

const readWords = ({ reader, read_at }: Handoff): string =>
  say("hand.readBy", { name: reader ?? "", time: clock(read_at ?? 0) });

export const HandoffScreen = () => {
  const { client } = useApp();
  const { unit } = useWork();
  const { save, saving } = useSave();
  client.foresee(HANDOFFS);
  const all = client.rows("handoff").value.values();
  const handoff = unit === null ? null : onScreen(all, unit);
  if (handoff === null) return <Screen title={say("hand.title0")} back={BACK} />;
  const unread = (handoff.read_at ?? null) === null;
  const n = toDo(handoff);
  const title = n === 0 ? say("hand.title0") : say("hand.title", { n });
  return (
    <Screen
      title={title}
      reading={title}
      lead={unread ? say("hand.lead", { name: handoff.name, time: clock(handoff.made_at) }) : readWords(handoff)}
      back={BACK}
      dock={
        unread && (
          <Btn
            kind="pri"
            full
            disabled={saving}
            onPress={() => void save({ type: "handoff.read", entity: handoff.id, args: {} })}
          >
            {say("hand.take")}
          </Btn>
        )
      }
    >
      <Body handoff={handoff} />
    </Screen>
  );
};
