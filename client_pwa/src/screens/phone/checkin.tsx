/**
 * Check-ins on the phone: a band on the call, and over every screen the question when it is due. Counted here, with
 * signal or without, while the app is open; fetched right after the first paint.
 */
import { useEffect, useState } from "preact/hooks";
import { announce } from "../../parts/announce";
import { useApp, useNow } from "../../parts/app";
import { Bar } from "../../parts/bar";
import { Btn } from "../../parts/btn";
import { Card, Note } from "../../parts/card";
import { helpOpen } from "../../parts/help";
import { Sheet } from "../../parts/sheet";
import type { Assignment } from "../../schema";
import { CHECK_INS, checkDue, lastSign } from "../../sync/later/checkins";
import { MEETING } from "../../sync/later/meeting";
import { keepOn, onRang, speak } from "../../sync/later/ringing";
import { say } from "../../text/later";
import { s } from "../../text/shell";
import { clock, span } from "../../text/times";
import { language } from "../../text/words";
import { BackupBand } from "./backup/band";
import { ConsultBand } from "./consult/band";
import { ReportBand } from "./report/band";
import { NoteBand } from "./danger/note";
import { CalledOffSheet } from "./calledoff/sheet";
import { ChangedBand } from "./changed/band";
export { PlaceNotes } from "./danger/placenotes";
import { sentWhenClosed } from "./closing";
import { type How, howOf, isAsking, toldAt } from "./checkstate";
import { Going, useGoing } from "./danger/going";
import { RollQuestion } from "./danger/roll";
import { useSave, useWork } from "./hooks";
import { Sounding } from "./ringing/sounding";

/** What only a team at work says. */
const AT_WORK = { ...CHECK_INS, ...MEETING };

/** "10 more min": so much later than usual. */
const MORE_MIN = 10;
const TIMERS_LATE_S = 15;

interface Timer {
  readonly assignment: Assignment;
  readonly due: number;
  readonly now: number;
  /** How many are on the team: one person is asked as one. */
  readonly crew: number;
}

/** The timer of the call the team is on; null where nothing is asked. */
const useTimer = (): Timer | null => {
  const { client } = useApp();
  const { active, unit, calls } = useWork();
  const now = useNow();
  client.foresee(AT_WORK);
  if (active === null || unit === null) return null;
  const due = checkDue(active, { call: calls.get(active.call_id), unit });
  return due === null ? null : { assignment: active, due, now, crew: unit.members.length };
};

const OK = ({ timer }: { readonly timer: Timer }) => <>{say(timer.crew > 1 ? "chk.ok" : "chk.okOne")}</>;

const useCheckIn = ({ assignment: { id, call_id, unit_id } }: Timer) => {
  const { save, saving } = useSave();
  const checkIn = async (more?: number): Promise<void> => {
    const args = { call_id, unit_id, ...(more === undefined ? {} : { more_min: more }) };
    if (await save({ type: "assignment.check_in", entity: id, args })) announce(s("save.done"));
  };
  return { checkIn, saving };
};

/** Whoever allowed alarms once is rung in every session, in their language; an alarm has the work read at once. */
const useRinging = (isHere: boolean): void => {
  const { client } = useApp();
  const spoken = language.value;
  const { waiting, live } = client.status.value;
  useEffect(() => {
    if (!isHere) return undefined;
    keepOn(client.session).catch(() => undefined);
    return onRang(client.wake);
  }, [isHere, client]);
  useEffect(() => {
    if (isHere) speak(spoken).catch(() => undefined);
  }, [isHere, spoken]);
  useEffect(() => (isHere ? sentWhenClosed({ waiting, live }) : undefined), [isHere, waiting > 0, live]);
};

/** `band`: the part on the call's own screen; otherwise what comes over any: the question, and that they are called off. */
export const CheckIn = ({ band }: { readonly band: boolean }) => {
  const timer = useTimer();
  const { active, calls, unit } = useWork();
  const call = calls.get(active?.call_id ?? "");
  useRinging(!band);
  if (band) {
    return (
      <>
        {active !== null && call !== undefined && <ChangedBand key={call.id} call={call} assignment={active} />}
        {timer !== null && <Band timer={timer} />}
        {active !== null && <BackupBand key={active.id} assignment={active} />}
        {active !== null && <ConsultBand key={`${active.id}?`} assignment={active} />}
        {active !== null && <ReportBand key={`${active.id}!`} assignment={active} />}
        {call !== undefined && <NoteBand key={call.id} call={call} />}
      </>
    );
  }
  return (
    <>
      <Going />
      <RollQuestion />
      {unit !== null && <CalledOffSheet key={unit.id} unit={unit} />}
      <Asking timer={timer} />
    </>
  );
};

/** The question when it is due; and whatever holds now is heard and felt, the question for as long as it stands there. */
const Asking = ({ timer }: { readonly timer: Timer | null }) => {
  const { client } = useApp();
  const [going] = useGoing() ?? [null];
  const [putAway, setPutAway] = useState<{ readonly id: string; readonly at: number } | null>(null);
  const id = timer?.assignment.id ?? null;
  const how = timer === null ? "by" : howOf(timer.due, timer.now);
  const since = putAway?.id === id ? putAway.at : null;
  const asking = timer !== null && isAsking(timer.due, timer.now, since) && !helpOpen.value;
  const check = asking ? "due" : how === "soon" ? how : null;
  return (
    <>
      <Sounding going={going} check={timer && check && { id: `${id} ${timer.due}`, how: check }} />
      {timer !== null && (
        <Question
          key={id}
          timer={timer}
          how={how}
          asking={asking}
          onPutAway={() => setPutAway({ id: timer.assignment.id, at: client.now() })}
        />
      )}
    </>
  );
};

const TONE = { by: "tint", soon: "warn", due: "alarmbox", told: "alarmbox" } as const satisfies Record<How, string>;

const titleOf = (how: How, { assignment, due, now }: Timer): string => {
  switch (how) {
    case "by":
      return say("chk.by", { time: clock(due) });
    case "soon":
      return say("chk.soon", { span: span(due - now) });
    case "due":
      return say("chk.due");
    case "told":
      // Only what dispatch has said of it is told as known to them.
      return typeof assignment.check_step === "string"
        ? say("chk.told", { time: clock(toldAt(due)) })
        : say("chk.late", { span: span(now - due) });
  }
};

/** What dispatch knows of this team, as far as this phone can tell: heard, or something of it not sent yet. */
type Known = "live" | "cut" | "no_check_in" | "no_stage";

const useKnown = ({ id, call_id }: Assignment): Known => {
  const { client } = useApp();
  if (client.status.value.live) return "live";
  const unsent = client.waiting.value.filter((it) => [id, call_id].includes(it.entity) && it.state === "saved");
  // Of somebody they came across dispatch hears by that alone: it says that they are there.
  if (unsent.some(({ type }) => type === "assignment.stage" || type === "call.meet")) return "no_stage";
  return unsent.some(({ type }) => type === "assignment.check_in") ? "no_check_in" : "cut";
};

const leadOf = (how: How, { assignment, due, now }: Timer, known: Known): string => {
  if (known === "no_stage" || known === "no_check_in") return say(`chk.${known}`);
  if (how === "by") return say("chk.in", { span: span(due - now) });
  if (how === "soon") return say("chk.first");
  if (how === "due") {
    const told = say("chk.dueLead", { time: clock(toldAt(due)) });
    return known === "cut" ? `${told} ${say("chk.noSignal")}` : told;
  }
  if (known === "cut") return say("chk.noSignal");
  return say(assignment.check_step === "supervisor" ? "chk.supervisor" : "chk.toldLead");
};

const Band = ({ timer }: { readonly timer: Timer }) => {
  const { client } = useApp();
  const { checkIn, saving } = useCheckIn(timer);
  const known = useKnown(timer.assignment);
  const how = howOf(timer.due, timer.now);
  const from = lastSign(timer.assignment) ?? timer.due;
  const { live, tickAgeS } = client.status.value;
  return (
    <Card tone={TONE[how]} stack="s">
      <div class="row wrap beside">
        <div class="grow">
          <p class="b">{titleOf(how, timer)}</p>
          <p class="s">{leadOf(how, timer, known)}</p>
        </div>
        <Btn icon="check" disabled={saving} onPress={() => void checkIn()}>
          <OK timer={timer} />
        </Btn>
      </div>
      <Bar part={(timer.now - from) / Math.max(1, timer.due - from)} />
      {live && (tickAgeS ?? 0) > TIMERS_LATE_S && (
        <Note tone="warn" icon="alert">
          <b>{say("chk.timers")}</b>
        </Note>
      )}
    </Card>
  );
};

/** Said as often as it sounds, for who does not look at the screen. */
const ASK_AGAIN_MS = 20_000;

const askOf = ({ crew }: Timer): string => {
  if (crew <= 1) return say("chk.askOne");
  return say(crew === 2 ? "chk.ask" : "chk.askAll");
};

interface Questioning {
  readonly timer: Timer;
  readonly how: How;
  readonly asking: boolean;
  readonly onPutAway: () => void;
}

const Question = ({ timer, how, asking, onPutAway }: Questioning) => {
  const { client } = useApp();
  const { checkIn, saving } = useCheckIn(timer);
  const known = useKnown(timer.assignment);
  const { due } = timer;
  useEffect(() => {
    if (how === "soon") announce(say("chk.soon", { span: span(due - client.now()) }));
    if (asking) announce(`${askOf(timer)} ${titleOf(how, timer)}`, "assertive");
  }, [how, asking, asking && Math.floor((timer.now - due) / ASK_AGAIN_MS)]);
  if (!asking) return null;
  return (
    <Sheet title={askOf(timer)} help onClose={onPutAway}>
      <Note tone="alarmbox" icon="clock">
        <p class="l b">{titleOf(how, timer)}</p>
        <p>{leadOf(how, timer, known)}</p>
      </Note>
      <div class="safe stack-s">
        <Btn kind="pri" size="huge" icon="check" full disabled={saving} onPress={() => void checkIn()}>
          <OK timer={timer} />
        </Btn>
        <Btn full disabled={saving} onPress={() => void checkIn(MORE_MIN)}>
          {say("chk.more", { n: MORE_MIN })}
        </Btn>
      </div>
    </Sheet>
  );
};
