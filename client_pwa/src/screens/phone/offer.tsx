/** /now/offer/:offer: what, where, the danger and its source, and two answers. It says once that it was shown. */
import { useEffect, useRef, useState } from "preact/hooks";
import { announce } from "../../parts/announce";
import { useApp, useNow } from "../../parts/app";
import { Bar } from "../../parts/bar";
import { Btn } from "../../parts/btn";
import { Screen } from "../../parts/screen";
import { Prio } from "../../parts/tag";
import { toast } from "../../parts/toast";
import { go } from "../../router";
import type { Assignment, Call } from "../../schema";
import { label } from "../../text/codes";
import { t } from "../../text/phone";
import { s } from "../../text/shell";
import { clock, countdown } from "../../text/times";
import { CallFacts, placeOf } from "./callfacts";
import { Decline } from "./decline";
import { useAssignment, useDeskPhone, useSave, useWork } from "./hooks";
import { isOver, isUnderWay, timeLeft } from "./work";

/** When the time left is spoken, in seconds. */
const MARKS = [60, 30, 10] as const;

export const Offer = ({ offer: id }: { readonly offer: string }) => {
  const { assignment, call } = useAssignment(id);
  const taken = assignment !== null && isUnderWay(assignment);
  useEffect(() => {
    if (taken) go(`/now/call/${id}`, { replace: true });
  }, [taken, id]);
  // What is over leaves the phone: only this screen still knows what stood here.
  const seen = useRef<Assignment | null>(null);
  if (assignment?.state === "offered") seen.current = assignment;
  // Of a lost offer the call is gone from the phone, and how it was lost is not.
  if (assignment !== null && assignment.state !== "offered") return <Answered assignment={assignment} />;
  if (assignment === null || call === null) return <Left seen={seen.current?.id === id ? seen.current : null} />;
  return <Open offer={assignment} call={call} />;
};

const Gone = ({ title, lead }: { readonly title?: string; readonly lead?: string }) => (
  <Screen
    title={title ?? t("offer.gone")}
    lead={lead}
    inline
    dock={
      <Btn kind="pri" full onPress={() => go("/now", { replace: true })}>
        {t("offer.ok")}
      </Btn>
    }
  />
);

const Left = ({ seen }: { readonly seen: Assignment | null }) => {
  const { client } = useApp();
  if (seen === null) return <Gone lead={t("offer.goneLead")} />;
  return isOver(seen, client.now()) ? <Over /> : <Gone title={t("offer.closed")} lead={t("offer.closedLead")} />;
};

const Answered = ({ assignment }: { readonly assignment: Assignment }) => {
  switch (assignment.state) {
    case "superseded":
      return <Gone title={t("offer.lost", { team: assignment.lost_to ?? t("offer.other") })} />;
    case "withdrawn":
      return <Gone title={t("offer.withdrawn")} />;
    case "expired":
      return <Over />;
    default:
      return <Gone lead={t("offer.goneLead")} />;
  }
};

const sayable = (team: string, call: Call, left: number | null): string =>
  t("offer.say", {
    title: t("offer.title", { team }),
    priority: call.priority,
    what: label("type_code", call.type_code),
    where: placeOf(call),
    left: left === null ? "" : countdown(left),
  });

/** Tell the desk once that this stood on a lit screen, and tell a screen reader what it is. */
const useShown = (offer: Assignment, call: Call, team: string): void => {
  const { client } = useApp();
  const told = useRef(false);
  const me = client.session.person.id;
  const known = offer.ladder.some((rung) => rung.person_id === me && rung.shown_at !== null);
  useEffect(() => {
    const show = (): void => {
      if (told.current || known || document.visibilityState !== "visible") return;
      told.current = true;
      announce(sayable(team, call, timeLeft(offer, client.now())), "assertive");
      const args = { shown_at: client.deviceNow() };
      client.save({ type: "assignment.show", entity: offer.id, args }).catch(() => {
        told.current = false;
      });
    };
    show();
    document.addEventListener("visibilitychange", show);
    return () => document.removeEventListener("visibilitychange", show);
  }, [client, offer, call, team, known]);
};

const Open = ({ offer, call }: { readonly offer: Assignment; readonly call: Call }) => {
  const { client } = useApp();
  const { unit } = useWork();
  const { save, saving } = useSave();
  const [refusing, setRefusing] = useState(false);
  const now = useNow();
  const left = timeLeft(offer, now);
  const team = unit?.name ?? client.rows("unit").value.get(offer.unit_id)?.name ?? "";
  useShown(offer, call, team);
  const args = { call_id: offer.call_id, unit_id: offer.unit_id };
  const accept = async (): Promise<void> => {
    if (await save({ type: "assignment.accept", entity: offer.id, args })) {
      go(`/now/call/${offer.id}`, { replace: true });
    }
  };
  const decline = async (reason: NonNullable<Assignment["decline_reason"]>): Promise<void> => {
    if (!(await save({ type: "assignment.decline", entity: offer.id, args: { reason } }))) return;
    const rest = t(client.status.value.live ? "offer.noScore" : "offer.declinedOff");
    toast({ strong: s("save.done"), rest });
    go("/now", { replace: true });
  };
  if (left !== null && left <= 0) return <Over />;
  return (
    <Screen
      title={label("type_code", call.type_code)}
      lead={label("priority", call.priority)}
      tone="hero"
      sync={false}
      top={
        <>
          <Prio priority={call.priority} />
          <b class="grow">{t("offer.title", { team })}</b>
        </>
      }
      reading={t("offer.details")}
      dock={
        <>
          {left !== null && <Countdown offer={offer} left={left} />}
          <Btn kind="pri" size="huge" icon="check" full disabled={saving} onPress={() => void accept()}>
            {t("offer.accept")}
          </Btn>
          <Btn full disabled={saving} onPress={() => setRefusing(true)}>
            {t("offer.cant")}
          </Btn>
        </>
      }
    >
      <CallFacts call={call} now={now} />
      {refusing && (
        <Decline
          left={left}
          busy={saving}
          onPick={(reason) => void decline(reason)}
          onClose={() => setRefusing(false)}
        />
      )}
    </Screen>
  );
};

const Over = () => {
  const phone = useDeskPhone();
  return (
    <Screen
      title={t("offer.over")}
      lead={t("offer.overLead")}
      inline
      dock={
        <>
          {phone !== null && (
            <Btn icon="call" full href={`tel:${phone}`}>
              {t("home.callDesk")}
            </Btn>
          )}
          <Btn kind="pri" full onPress={() => go("/now", { replace: true })}>
            {t("offer.ok")}
          </Btn>
        </>
      }
    />
  );
};

/** Steps once a second for the eye; speaks only at the marks. */
const Countdown = ({ offer, left }: { readonly offer: Assignment; readonly left: number }) => {
  const mark = MARKS.findLast((each) => left <= each * 1000);
  const first = useRef(countdown(left));
  const spoken = mark === undefined ? first.current : countdown(mark * 1000);
  useEffect(() => {
    if (mark !== undefined) announce(t("offer.leftSay", { left: countdown(mark * 1000) }), "assertive");
  }, [mark]);
  const whole = offer.answer_by === null ? 0 : offer.answer_by - offer.offered_at;
  return (
    <div class="stack-s">
      <div role="timer" aria-live="off" aria-label={t("offer.leftSay", { left: spoken })}>
        <div class="row s" aria-hidden="true">
          <span>
            <b>{countdown(left)}</b> {t("offer.left")}
          </span>
          <span class="end dim">{t("offer.came", { time: clock(offer.offered_at) })}</span>
        </div>
      </div>
      <Bar part={whole <= 0 ? 0 : left / whole} />
    </div>
  );
};
