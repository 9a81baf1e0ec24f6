/** /unlock: open this phone, or save without; and choose or change the PIN that opens it. */
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../../parts/app";
import { Btn } from "../../parts/btn";
import { Card, Item, Note } from "../../parts/card";
import { cover } from "../../parts/exit";
import { Screen } from "../../parts/screen";
import { chooseTheme, themeChoice } from "../../parts/theme";
import { go, here } from "../../router";
import type { Session } from "../../schema";
import { isLocked, type SyncClient } from "../../sync/client";
import { type Guard, idleMinutes, lockNow, openGuard, type Shut } from "../../sync/later/locking/guard";
import type { Standing } from "../../sync/later/locking/passkey";
import type { Attempt } from "../../sync/later/locking/pin";
import { l } from "../../text/lock";
import { s } from "../../text/shell";
import { span } from "../../text/times";
import { lazy } from "../lazy";
import { isDesk, landing } from "../routes";
import { Pad } from "./pad";

const enrol = lazy(async () => (await import("../enrol")).Enrol);

/** Of this page. `shut` until somebody opened it; null where there is nothing to open. */
let guard: Guard | null = null;
let isShut = false;
let asked: Shut["asked"] | null = null;
let from = "/";

const guarding = (session: Session): Guard => {
  guard ??= openGuard(session);
  return guard;
};

/** Where a lock is: begin with a client that saves and reads nothing, at the keys. */
export const begin = async (session: Session): Promise<SyncClient | null> => {
  const shut = await guarding(session).shut();
  if (shut === null) return null;
  isShut = true;
  asked = shut.asked;
  if (here.value.path !== "/unlock") from = location.pathname + location.search;
  go("/unlock", { replace: true });
  return shut.client;
};

/** Whoever leaves a locked phone at once: the keys, and nothing of what was half typed. */
export const hide = (): void => {
  guard?.hide();
  go("/unlock");
};

const comeBack = (): void => {
  from = here.value.path;
};

/** On every screen of a phone that is locked. */
export const Strip = () =>
  here.value.path === "/unlock" ? null : (
    <aside class="banner" aria-label={l("lock.title")}>
      {l("lock.strip")}{" "}
      <a class="link" href="/unlock" onClick={comeBack}>
        {l("lock.open")}
      </a>
      <Rung />
    </aside>
  );

const ring = lazy(async () => (await import("./ringing")).Ringing, true);

/** The team is asked: it rings here too, and the PIN leads to it. */
const Rung = () => (asked?.value ? <ring.Part asked={asked.value} /> : null);

/** Whether this phone opens as it opens itself, too. */
const useStanding = (session: Session) => {
  const [standing, setStanding] = useState<Standing>("cannot");
  useEffect(() => {
    guarding(session)
      .passkey()
      .then(setStanding, () => undefined);
  }, [session]);
  return [standing, setStanding] as const;
};

type No = Exclude<Attempt, { is: "open" }>;
type Why = Exclude<No["is"], "wrong" | "wait">;

const why = (is: Why, left: number): string => (is === "offline" && left === 0 ? l("lock.tries") : l(`lock.${is}`));

/** What a wrong PIN cost, and for how long none is taken. */
const wrongWords = (no: Extract<No, { readonly wait: number }>): string => {
  const wait = no.wait > 0 ? l("lock.wait", { span: span(no.wait + ROUND_MS) }) : "";
  if (no.is === "wait") return wait;
  return `${no.left === 0 ? l("lock.tries") : l("lock.wrong", { n: no.left })} ${wait}`.trim();
};

/** Who waits for as many seconds as were said waited long enough. */
const ROUND_MS = 999;

export const Unlock = () => {
  const { client } = useApp();
  if (isShut) return <Open />;
  return <Choose key={client.session.person.id} />;
};

/** Whoever opens it in the dark needs no light in the face first; again, and it is as the device is. */
const NightBtn = () => {
  const other = themeChoice.value === "night" ? "system" : "night";
  return (
    <Btn size="sm" icon="moon" onPress={() => chooseTheme(other)}>
      {s(`theme.${other}`)}
    </Btn>
  );
};

const Open = () => {
  const { client, show } = useApp();
  const { session } = client;
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [left, setLeft] = useState(1);
  const [isForgotten, setForgotten] = useState(false);
  const [hasCode, setHasCode] = useState(false);
  const [standing] = useStanding(session);
  const attempt = async (pin: string | null): Promise<void> => {
    setBusy(true);
    setSaid(null);
    const answer = await guarding(session).open(pin, isDesk(session));
    setBusy(false);
    if (!("is" in answer)) {
      client.close();
      isShut = false;
      show(answer);
      return go(from, { replace: true });
    }
    if (!("wait" in answer)) return setSaid(why(answer.is, left));
    if (answer.is === "wrong") setLeft(answer.left);
    setSaid(wrongWords(answer));
  };
  if (hasCode) return <enrol.Part code={null} session={null} anew={session.person.id} />;
  return (
    <Screen
      title={l("lock.hello", { name: session.person.name })}
      lead={l("lock.enter")}
      top={<NightBtn />}
      dock={
        <>
          {standing === "has" && (
            <Btn full kind="pri" disabled={busy} onPress={() => void attempt(null).catch(() => setBusy(false))}>
              {l("lock.passkey")}
            </Btn>
          )}
          <Btn full onPress={() => go(landing(session))}>
            {l("lock.without")}
          </Btn>
        </>
      }
    >
      <Rung />
      <p class="s dim">{l("lock.withoutLead")}</p>
      <div role="alert">{said !== null && <p class="note warn b">{said}</p>}</div>
      {isForgotten ? (
        <Card>
          <p>{l("lock.forgotLead")}</p>
          <Btn full onPress={() => setHasCode(true)}>
            {l("lock.code")}
          </Btn>
          <Btn kind="quiet" full onPress={() => setForgotten(false)}>
            {s("back")}
          </Btn>
        </Card>
      ) : (
        <Pad label={l("lock.pin")} busy={busy} onWhole={(pin) => void attempt(pin).catch(() => setBusy(false))}>
          <button type="button" class="link" onClick={() => setForgotten(true)}>
            {l("lock.forgot")}
          </button>
        </Pad>
      )}
    </Screen>
  );
};

type Step = { readonly is: "old" | "first" } | { readonly is: "again"; readonly pin: string };

const Choose = () => {
  const { client, show } = useApp();
  const { session } = client;
  const [step, setStep] = useState<Step | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [has, setHas] = useState(false);
  useEffect(() => {
    const begin = (locked: boolean): void => {
      setHas(locked);
      setStep({ is: locked ? "old" : "first" });
    };
    isLocked(session).then(begin, () => undefined);
  }, [session]);
  const leave = (): void => go(has ? "/me" : "/", { replace: true });
  const isPasskey = has && here.value.query.has("passkey");
  const refused = (is: Why): void => {
    setSaid(is === "offline" ? l("lock.needsSignal") : l(`lock.${is}`));
    setStep({ is: has ? "old" : "first" });
  };
  const prove = async (pin: string): Promise<void> => {
    const answer = await guarding(session).prove(pin);
    if (answer === true && isPasskey) return keep();
    setBusy(false);
    if (answer === true) return setStep({ is: "first" });
    if (!("wait" in answer)) return refused(answer.is);
    setSaid(wrongWords(answer));
  };
  const keep = async (): Promise<void> => {
    const answer = await guarding(session).keepPasskey(true);
    setBusy(false);
    if (answer !== "kept") return refused(answer);
    leave();
  };
  const change = async (pin: string): Promise<void> => {
    const answer = await guarding(session).change(pin);
    setBusy(false);
    if (answer !== "changed") return refused(answer);
    leave();
  };
  const whole = async (pin: string): Promise<void> => {
    setSaid(null);
    if (step?.is === "first") return setStep({ is: "again", pin });
    if (step?.is === "again" && step.pin !== pin) {
      setSaid(l("lock.differ"));
      return setStep({ is: "first" });
    }
    setBusy(true);
    if (step?.is === "old") return prove(pin);
    return has ? change(pin) : lockBy(pin);
  };
  const lockBy = async (pin: string): Promise<void> => {
    let isClosed = false;
    const close = (): void => {
      isClosed = true;
      client.close();
    };
    const answer = await guarding(session)
      .choose(pin, close)
      .catch(() => "offline" as const);
    setBusy(false);
    if (typeof answer !== "string") {
      show(answer);
      return go("/", { replace: true });
    }
    refused(answer);
    if (isClosed) location.reload();
  };
  if (step === null) return null;
  const title = step.is === "old" ? l("lock.old") : step.is === "first" ? l("lock.choose") : l("lock.again");
  return (
    <Screen
      title={title}
      lead={step.is === "first" ? l("lock.chooseLead") : null}
      dock={
        <Btn full onPress={leave}>
          {has ? s("back") : l("lock.later")}
        </Btn>
      }
    >
      <div role="alert">{said !== null && <p class="note warn b">{said}</p>}</div>
      <Pad key={step.is} label={title} busy={busy} onWhole={(pin) => void whole(pin).catch(() => setBusy(false))} />
    </Screen>
  );
};

/** Whether this phone has a PIN, for Me and, `brief`, for whoever is about to begin a shift without one. */
export const PinCard = ({ brief }: { readonly brief?: boolean }) => {
  const { client } = useApp();
  const { session } = client;
  const [has, setHas] = useState<boolean | null>(null);
  const [standing, setStanding] = useStanding(session);
  useEffect(() => {
    isLocked(session).then(setHas, () => undefined);
  }, [session]);
  if (has === null || isDesk(session) || (brief === true && has)) return null;
  if (brief === true) {
    return (
      <Item href="/unlock">
        <b>{l("lock.choose")}</b>
      </Item>
    );
  }
  return (
    <Card stack="s">
      <h2>{l("lock.title")}</h2>
      {has ? (
        <>
          <p>{l("lock.has", { n: idleMinutes(session) })}</p>
          <p>{l("lock.exit")}</p>
          {standing === "can" && (
            <Btn full href="/unlock?passkey">
              {l("lock.passkeyAdd")}
            </Btn>
          )}
          {standing === "has" && (
            <Btn
              full
              onPress={() =>
                void guarding(session)
                  .keepPasskey(false)
                  .then(() => setStanding("can"))
              }
            >
              {l("lock.passkeyDrop")}
            </Btn>
          )}
          <div class="pair">
            <Btn full icon="lock" onPress={() => lockNow(client)}>
              {l("lock.now")}
            </Btn>
            <Btn full href="/unlock">
              {l("lock.change")}
            </Btn>
          </div>
        </>
      ) : (
        <>
          <Note tone="warn" icon="lock">
            {l("lock.hasNone")}
          </Note>
          <Btn full href="/unlock">
            {l("lock.choose")}
          </Btn>
          <p>{l("lock.cover")}</p>
          <Btn full onPress={cover}>
            {l("lock.coverNow")}
          </Btn>
        </>
      )}
    </Card>
  );
};
