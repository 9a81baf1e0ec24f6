/** /quiet/calls: am I on call, what am I asked for, and by when will I be heard from. Generic until it is opened. */
import { useEffect, useId, useState } from "preact/hooks";
import { useApp, useNow } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Card, Note } from "../../../parts/card";
import { Chip, Chips } from "../../../parts/chip";
import { Icon } from "../../../parts/icon";
import { Screen } from "../../../parts/screen";
import { Tag } from "../../../parts/tag";
import { q, quietLabel } from "../../../text/quiet";
import { c, calloutLabel } from "../../../text/quiet/callouts";
import { g } from "../../../text/quiet/helping";
import { clock, span } from "../../../text/times";
import { useAreas } from "../areas";
import { type Mine, mine, onCallUntil, type Stand, standOf } from "../callouts";
import { Alarm } from "./alarm";
import { HelpNotes, usePressing } from "./pressing";
import { useSaying } from "./saving";

const ARRIVE = [10, 20, 30, 60] as const;
const NEXT = [30, 60, 120] as const;

/** What is chosen on the screen and not yet said: which call-out is open, and in how many minutes. */
interface Choice {
  readonly open: string | null;
  /** The answer that was given is to be another. */
  readonly changing: boolean;
  readonly arrive: number;
  readonly next: number;
}

const CLOSED: Choice = { open: null, changing: false, arrive: 20, next: 60 };

interface Choosing {
  readonly choice: Choice;
  readonly choose: (change: Partial<Choice>) => void;
}

/** What the buttons in reach are about: its answer, a check-in, or nothing. */
type Doing = "answer" | "check" | null;

const doingOf = (each: Mine, stand: Stand, { open, changing }: Choice): Doing => {
  const isOpen = open === each.coming.id;
  if (isOpen && (stand === "asked" || changing)) return "answer";
  return stand === "coming" || stand === "late" ? "check" : null;
};

export const Calls = () => {
  const { client } = useApp();
  const now = useNow(10_000);
  const [choice, setChoice] = useState(CLOSED);
  const choose = (change: Partial<Choice>): void => setChoice({ ...choice, ...change });
  const { person } = client.session;
  const { helps } = usePressing();
  const callouts = [...client.rows("callout").value.values()];
  const own = mine(callouts, client.rows("coming").value.values(), person.id, now);
  const doing = (each: Mine): Doing => doingOf(each, standOf(each, now), choice);
  const current = own.find((each) => each.coming.id === choice.open && doing(each) !== null) ?? own.find(doing);
  const what = current === undefined ? null : doing(current);
  return (
    <Screen
      title={c("call.title")}
      lead={c("call.band")}
      tone="onplum"
      inline
      top={<Icon name="lock" />}
      dock={
        <>
          {current !== undefined && what === "answer" && <Answer mine={current} choice={choice} choose={choose} />}
          {current !== undefined && what === "check" && <CheckIn mine={current} choice={choice} />}
          {what === null && <OnCall now={now} kind="pri" />}
          <Ways />
        </>
      }
    >
      <HelpNotes helps={helps} />
      {own.length === 0 && (
        <>
          <h2>{c("call.none")}</h2>
          <p class="dim">{c("call.noneLead")}</p>
        </>
      )}
      {own.map((each) => (
        <One
          key={each.coming.id}
          mine={each}
          now={now}
          choice={choice}
          choose={choose}
          asks={each === current ? what : null}
        />
      ))}
      {what !== null && <OnCall now={now} kind="plain" />}
      <Alarm />
    </Screen>
  );
};

const Ways = () => {
  const { roles } = useApp().client.session;
  const lead = roles.includes("site_lead");
  return (
    <div class="pair">
      <Btn href="/quiet">{q("quiet.title")}</Btn>
      <Btn href={lead ? "/quiet/board" : "/me"}>{lead ? c("board.go") : q("quiet.me")}</Btn>
    </div>
  );
};

const OnCall = ({ now, kind }: { readonly now: number; readonly kind: "pri" | "plain" }) => {
  const { client } = useApp();
  const { save, busy } = useSaying();
  const { person } = client.session;
  const until = onCallUntil(client.rows("duty").value.get(person.id), now);
  const say = (on_call: boolean): void => void save({ type: "duty.say", entity: person.id, args: { on_call } });
  return (
    <>
      <p>
        <b>{until === null ? c("call.off") : c("call.on", { at: clock(until) })}</b>{" "}
        <span class="dim">
          {c(until === null ? "call.offLead" : "call.onLead")} {g("open")}
        </span>
      </p>
      <Btn
        kind={until === null ? kind : "plain"}
        icon={until === null ? "bell" : "moon"}
        full
        disabled={busy}
        onPress={() => say(until === null)}
      >
        {c(until === null ? "call.goOn" : "call.goOff")}
      </Btn>
    </>
  );
};

const TITLE: Readonly<Record<Exclude<Stand, "coming" | "late">, "call.asked" | "call.cannotSaid" | "call.safeSaid">> = {
  asked: "call.asked",
  over: "call.asked",
  cannot: "call.cannotSaid",
  safe: "call.safeSaid",
};

const titleOf = ({ coming }: Mine, stand: Stand): string => {
  if (stand !== "coming" && stand !== "late") return c(TITLE[stand]);
  return coming.from_at === null ? c("call.comingNow") : c("call.comingSaid", { at: clock(coming.from_at) });
};

const One = (
  props: Choosing & { readonly mine: Mine; readonly now: number; readonly asks: "answer" | "check" | null },
) => {
  const { client } = useApp();
  const { mine: each, now, choice, choose, asks } = props;
  const { callout, coming } = each;
  const stand = standOf(each, now);
  const isOpen = choice.open === coming.id;
  const unsent = client.waiting.value.some((it) => it.entity === callout.id && it.state === "saved");
  useEffect(() => {
    if (!isOpen || coming.shown_at !== null) return;
    // It was seen: nobody is to be rung for it any more. Kept or not, that changes nothing for whoever looks.
    const args = { shown_at: client.deviceNow() };
    client.save({ type: "callout.shown", entity: callout.id, args }).catch(() => undefined);
  }, [client, isOpen, coming.shown_at, callout.id]);
  return (
    <Card tone={stand === "asked" || stand === "late" ? "warn" : "flat"} stack="s">
      <h2>{titleOf(each, stand)}</h2>
      <div class="row tight wrap tags">
        <Tag tone="line" icon="clock">
          {c("call.askedAgo", { span: span(now - (coming.asked_at ?? callout.made_at)) })}
        </Tag>
        {unsent && (
          <Tag tone="line" icon="phone">
            {c("call.notSent")}
          </Tag>
        )}
      </div>
      {coming.also && stand === "coming" && <p class="s dim">{c("call.also")}</p>}
      <Due mine={each} stand={stand} />
      {isOpen && <About mine={each} stand={stand} />}
      {asks === "answer" && (
        <Minutes
          title={c("call.inMin")}
          values={ARRIVE}
          value={choice.arrive}
          onPick={(arrive) => choose({ arrive })}
        />
      )}
      {asks === "check" && (
        <Minutes title={c("call.checkNext")} values={NEXT} value={choice.next} onPick={(next) => choose({ next })} />
      )}
      <Btn full icon="eye" onPress={() => choose({ open: isOpen ? null : coming.id, changing: false })}>
        {c(isOpen ? "call.hide" : "call.open")}
      </Btn>
      {isOpen && asks !== "answer" && CHANGES.has(stand) && (
        <Btn full kind="plain" onPress={() => choose({ changing: true })}>
          {c("call.change")}
        </Btn>
      )}
    </Card>
  );
};

/** An answer that may be taken back. */
const CHANGES: ReadonlySet<Stand> = new Set(["coming", "late", "cannot"]);

const Minutes = (props: {
  readonly title: string;
  readonly values: readonly number[];
  readonly value: number;
  readonly onPick: (n: number) => void;
}) => {
  const id = useId();
  return (
    <div class="stack-s">
      <h3 id={id}>{props.title}</h3>
      <Chips labelledby={id}>
        {props.values.map((n) => (
          <Chip key={n} on={n === props.value} onPress={() => props.onPick(n)}>
            {c("call.min", { n })}
          </Chip>
        ))}
      </Chips>
    </div>
  );
};

const Due = ({ mine: { coming }, stand }: { readonly mine: Mine; readonly stand: Stand }) => {
  if (coming.check_by === null) return null;
  const at = clock(coming.check_by);
  if (stand === "coming") return <p class="b">{c("call.checkBy", { at })}</p>;
  if (stand !== "late") return null;
  return (
    <Note tone="alarmbox" icon="alert">
      <b>{c("call.checkLate", { at })}</b> {c("call.checkTold")}
    </Note>
  );
};

const About = ({ mine: { callout }, stand }: { readonly mine: Mine; readonly stand: Stand }) => {
  const { areaLabel } = useAreas();
  const ending = callout.ending === null ? "" : calloutLabel("callout_ending", callout.ending);
  const enough = callout.state === "filled" && (stand === "asked" || stand === "cannot");
  const wanted = { n: callout.people, coming: callout.coming };
  return (
    <>
      <p>
        <b>{calloutLabel("callout_kind", callout.kind)}</b>
        <br />
        {areaLabel(callout.area)} · {quietLabel("part_of_day", callout.part_of_day)}
      </p>
      <p class="s dim">
        {callout.state === "ended" ? c("call.ended", { ending }) : enough ? c("call.enough") : c("call.wanted", wanted)}
      </p>
    </>
  );
};

const Answer = ({ mine: { callout }, choice, choose }: Choosing & { readonly mine: Mine }) => {
  const { save, busy } = useSaying();
  const say = async (coming: boolean): Promise<void> => {
    const args = coming ? { coming, in_min: choice.arrive } : { coming };
    if (await save({ type: "callout.say", entity: callout.id, args })) choose({ changing: false });
  };
  return (
    <div class="pair">
      <Btn disabled={busy} onPress={() => void say(false)}>
        {c("call.cannot")}
      </Btn>
      <Btn kind="pri" disabled={busy} onPress={() => void say(true)}>
        {c("call.coming")}
      </Btn>
    </div>
  );
};

/** By time alone: where somebody is, is never asked. */
const CheckIn = ({ mine: { callout }, choice }: { readonly mine: Mine; readonly choice: Choice }) => {
  const { save, busy } = useSaying();
  const say = (args: { readonly in_min: number } | { readonly safe: true }): void =>
    void save({ type: "callout.check_in", entity: callout.id, args });
  return (
    <div class="pair">
      <Btn disabled={busy} onPress={() => say({ safe: true })}>
        {c("call.safe")}
      </Btn>
      <Btn kind="pri" disabled={busy} onPress={() => say({ in_min: choice.next })}>
        {c("call.check")}
      </Btn>
    </div>
  );
};
