/**
 * Calling for help without a word: held for two seconds, kept on the phone at once, and what became of it.
 *
 * A team calls dispatch, an interrupter their lead. Nobody is told that it worked before these say so; where they do not,
 * calling and texting are one tap away.
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
import type { Command } from "../../sync/client";
import { h } from "../../text/holding";
import { clock } from "../../text/times";
import { heldFor, HOLD_MS, openHelp, type Stand, standOf, WITHOUT_HOLD_S } from "./state";

const buzz = (): void => void navigator.vibrate?.(40);

export interface HoldProps {
  /** Below whom to call: what else may be done about it. */
  readonly after: boolean;
  /** Answers whether it is kept; the caller says what is wrong where it is not. */
  readonly save: (command: Command) => Promise<string | boolean | null>;
  readonly saving: boolean;
  /** The team of the moment, where there are teams. */
  readonly unit?: string | null;
  /** What follows a call that is kept; the call itself waits for nothing. */
  readonly onCalled?: (help: string) => void;
}

/** The hold in the help sheet, above and below whom to call. */
export const Holder = (props: HoldProps) => {
  const { client } = useApp();
  client.foresee(HELPS);
  const mine = openHelp(client.rows("help").value.values(), client.session.person.id);
  if (props.after) return mine === undefined ? null : <Over help={mine} {...props} />;
  return <Calling mine={mine} {...props} />;
};

const useKind = (): "city" | "site" => useApp().client.session.org.kind;

const Calling = ({ mine, save, unit, onCalled }: HoldProps & { readonly mine: Help | undefined }) => {
  const { client } = useApp();
  const kind = useKind();
  const call = async (): Promise<void> => {
    const entity = client.newId();
    if (!(await save({ type: "help.call", entity, args: { unit_id: unit ?? null } }))) return;
    buzz();
    announce(h(`sent.${kind}`), "assertive");
    onCalled?.(entity);
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
  announce(h("in", { n: left }), "assertive");
  timer = window.setTimeout(() => countDown(left - 1, onHeld), 1000);
};

const WORDS = { no: "hold", held: "keep", counting: "stop" } as const;

/** Held by a finger for two seconds; pressed by a key or a screen reader it counts down and can be stopped. */
const Hold = ({ onHeld }: { readonly onHeld: () => void }) => {
  const { how, left } = holding.value;
  const kind = useKind();
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
        <span>{h(WORDS[how])}</span>
      </button>
      <p class="s center">
        {how === "counting" ? h("in", { n: left }) : h(how === "held" ? "letGo" : `holdLead.${kind}`)}
      </p>
    </div>
  );
};

const toldOf = (stand: Stand, kind: "city" | "site", taken_at: number): string => {
  if (stand === "taken") return h(`ack.${kind}`, { time: clock(taken_at) });
  return stand === "sent" ? h(`sent.${kind}`) : h(stand);
};

/** What became of it, in one sentence. */
const Called = ({ help }: { readonly help: Help }) => {
  const { client } = useApp();
  const now = useNow(1000);
  const kind = useKind();
  const isHere = client.waiting.value.some((it) => it.entity === help.id && it.type === "help.call");
  const stand = standOf(help, { isHere, isLive: client.status.value.live, now });
  const told = toldOf(stand, kind, help.taken_at ?? now);
  useEffect(() => {
    announce(told, "assertive");
    if (stand === "taken") buzz();
  }, [stand]);
  return (
    <Note tone={stand === "taken" ? "tint" : stand === "sent" ? "warn" : "alarmbox"} icon="hand">
      <p class="l b">{told}</p>
      {(help.sent ?? []).map((it) => (
        <p key={it.id} class="b">
          {it.team === null ? h(`to.${kind}.${it.to}`) : h("named", { team: it.team })}
        </p>
      ))}
      <p class="s">{h("at", { time: clock(help.raised_at), span: heldFor(help, now) })}</p>
    </Note>
  );
};

/** Texting where calling does not go, and that it is over. */
const Over = ({ help, save, saving }: HoldProps & { readonly help: Help }) => {
  const over = (ending: "mistake" | "safe") => (): void =>
    void save({ type: "help.end", entity: help.id, args: { ending } });
  return (
    <div class="stack-s">
      {help.taken_at === null && <Write />}
      <div class="pair">
        <Quiet disabled={saving} onPress={over("safe")}>
          {h("safe")}
        </Quiet>
        <Quiet disabled={saving} onPress={over("mistake")}>
          {h("mistake")}
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
const Write = () => {
  const number = useApp().client.session.org.desk_phone ?? null;
  const kind = useKind();
  if (number === null) return null;
  return (
    <Btn full icon="send" href={`sms:${number}?&body=${encodeURIComponent(h("text"))}`}>
      {h(`write.${kind}`)}
    </Btn>
  );
};
