/**
 * Calling dispatch for help without a word: held for two seconds, kept on the phone at once, and what became of it.
 *
 * Nobody is told that it worked before dispatch says so; where it does not, calling and texting are one tap away.
 */
import type { ComponentChildren } from "preact";
import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { announce } from "../../parts/announce";
import { useApp, useNow } from "../../parts/app";
import { Btn } from "../../parts/btn";
import { Note } from "../../parts/card";
import { helpOpen } from "../../parts/help";
import { Icon } from "../../parts/icon";
import type { Help } from "../../schema";
import { HELPS } from "../../sync/later/safety/helps";
import { say } from "../../text/later";
import { s } from "../../text/shell";
import { clock } from "../../text/times";
import { heldFor, HOLD_MS, openHelp, standOf, WITHOUT_HOLD_S } from "./alarmstate";
import { placeInTrouble } from "./danger/place";
import { useDeskPhone, useSave, useWork } from "./hooks";

const buzz = (): void => void navigator.vibrate?.(40);

/** The alarm of the help sheet of whoever works in a city; `after` whom to call, what else may be done about it. */
export const Alarm = ({ after = false }: { readonly after?: boolean }) => {
  const { client } = useApp();
  client.foresee(HELPS);
  const mine = openHelp(client.rows("help").value.values(), client.session.person.id);
  // Whoever works at a desk is there: the sheet says whom to call.
  if (!client.session.roles.includes("responder")) return after ? null : <p class="dim">{s("help.lead")}</p>;
  if (after) return mine === undefined ? null : <Over help={mine} />;
  return <Calling mine={mine} />;
};

const Calling = ({ mine }: { readonly mine: Help | undefined }) => {
  const { client } = useApp();
  const { unit } = useWork();
  const { save } = useSave();
  const call = async (): Promise<void> => {
    const args = { unit_id: unit?.id ?? null };
    const entity = client.newId();
    if (!(await save({ type: "help.call", entity, args }))) return;
    buzz();
    announce(say("help.sent"), "assertive");
    // It follows when it is found: the call itself waits for nothing.
    const position = await placeInTrouble();
    if (position !== null) await client.save({ type: "help.place", entity, args: { position } }).catch(() => undefined);
  };
  const isCalled = mine !== undefined;
  const part = useRef<HTMLDivElement>(null);
  // The button that had the focus is gone: it stays in the sheet, before what became of it.
  useLayoutEffect(() => {
    const inside = part.current;
    if (inside?.closest("dialog")?.contains(document.activeElement) === false) inside.focus();
  }, [isCalled]);
  return (
    <div ref={part} tabIndex={-1}>
      {isCalled ? <Called help={mine} /> : <Hold onHeld={() => void call()} />}
    </div>
  );
};

interface Holding {
  readonly how: "no" | "held" | "counting";
  /** Seconds left while it counts down. */
  readonly left: number;
}

const NO: Holding = { how: "no", left: 0 };
/** Not the button's own: an offer that comes meanwhile draws another screen below, and the hold goes on. */
const holding = signal<Holding>(NO);
let timer = 0;

const stop = (): void => {
  clearTimeout(timer);
  holding.value = NO;
};

const begin = (onHeld: () => void): void => {
  stop();
  holding.value = { how: "held", left: 0 };
  timer = window.setTimeout(() => {
    stop();
    onHeld();
  }, HOLD_MS);
};

const countDown = (left: number, onHeld: () => void): void => {
  clearTimeout(timer);
  if (left === 0) {
    stop();
    onHeld();
    return;
  }
  holding.value = { how: "counting", left };
  announce(say("help.in", { n: left }), "assertive");
  timer = window.setTimeout(() => countDown(left - 1, onHeld), 1000);
};

const LEADS = { no: "help.holdLead", held: "help.letGo" } as const;
const WORDS = { no: "help.hold", held: "help.keep", counting: "help.stop" } as const;

/** Held by a finger for two seconds; pressed by a key or a screen reader it counts down and can be stopped. */
const Hold = ({ onHeld }: { readonly onHeld: () => void }) => {
  const { how, left } = holding.value;
  useEffect(
    () => () => {
      if (!helpOpen.value) stop();
    },
    [],
  );
  const released = (event: MouseEvent): void => {
    // A finger that let go too early presses nothing; a key or a screen reader has no finger to hold.
    if (event.detail === 0) countDown(WITHOUT_HOLD_S, onHeld);
  };
  return (
    <div class="stack-s">
      <button
        type="button"
        class={`btn alarm huge full hold${how === "held" ? " held" : ""}`}
        onPointerDown={() => (how === "counting" ? stop() : begin(onHeld))}
        onPointerUp={stop}
        onPointerLeave={() => how === "held" && stop()}
        onPointerCancel={stop}
        onContextMenu={(event) => event.preventDefault()}
        onClick={(event) => (how === "counting" ? stop() : released(event))}
      >
        <Icon name="hand" />
        <span>{say(WORDS[how])}</span>
      </button>
      <p class="s center">{how === "counting" ? say("help.in", { n: left }) : say(LEADS[how])}</p>
    </div>
  );
};

/** What became of it, in one sentence. */
const Called = ({ help }: { readonly help: Help }) => {
  const { client } = useApp();
  const now = useNow(1000);
  const isHere = client.waiting.value.some((it) => it.entity === help.id && it.type === "help.call");
  const stand = standOf(help, { isHere, isLive: client.status.value.live, now });
  const told = stand === "taken" ? say("help.ack", { time: clock(help.taken_at ?? now) }) : say(`help.${stand}`);
  useEffect(() => {
    announce(told, "assertive");
    if (stand === "taken") buzz();
  }, [stand]);
  return (
    <Note tone={stand === "taken" ? "tint" : stand === "sent" ? "warn" : "alarmbox"} icon="hand">
      <p class="l b">{told}</p>
      {(help.sent ?? []).map((it) => (
        <p key={it.id} class="b">
          {it.team === null ? say(`help.sent.${it.to}`) : say("help.sent.named", { team: it.team })}
        </p>
      ))}
      <p class="s">{say("help.at", { time: clock(help.raised_at), span: heldFor(help, now) })}</p>
    </Note>
  );
};

/** Texting where calling does not go, and that it is over. */
const Over = ({ help }: { readonly help: Help }) => {
  const { save, saving } = useSave();
  const over = (ending: "mistake" | "safe") => (): void =>
    void save({ type: "help.end", entity: help.id, args: { ending } });
  return (
    <div class="stack-s">
      {help.taken_at === null && <TextDesk />}
      <div class="row tight">
        <Quiet disabled={saving} onPress={over("safe")}>
          {say("help.safe")}
        </Quiet>
        <Quiet disabled={saving} onPress={over("mistake")}>
          {say("help.mistake")}
        </Quiet>
      </div>
    </div>
  );
};

const Quiet = (props: {
  readonly disabled: boolean;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}) => <Btn kind="quiet" size="sm" {...props} />;

/** Texting goes where calling does not: with one bar of signal, or where nobody may hear a word. */
const TextDesk = () => {
  const number = useDeskPhone();
  if (number === null) return null;
  return (
    <Btn full icon="bell" href={`sms:${number}?&body=${encodeURIComponent(say("help.text"))}`}>
      {say("help.textDesk")}
    </Btn>
  );
};
