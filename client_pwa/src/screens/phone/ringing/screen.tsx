/** /me/phone: does this phone ring while the app is closed? Tried by a real alarm, and told to dispatch as it was heard. */
import { useEffect, useState } from "preact/hooks";
import { announce } from "../../../parts/announce";
import { useApp } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Card, Note } from "../../../parts/card";
import { Screen } from "../../../parts/screen";
import { type Step, Thread } from "../../../parts/thread";
import { isInATab, standing as standingHere } from "../../../sync/origin";
import { leaveOf, onRang, rungAt, tellHeard, textsEnd, tryOut, turnOn } from "../../../sync/later/ringing";
import { say } from "../../../text/later";
import { s } from "../../../text/shell";
import { clock } from "../../../text/times";
import { AllowPlace } from "../danger/allow";
import { type Battery, battery, batteryStep } from "./battery";
import { type Estimate, estimate, textStep, unsentStep } from "./beside";
import { asHeard, type Heard, type Standing, standingOf } from "./standing";

const KEY = "alarm-heard";
/** It rings ten seconds after it was asked for; a push service may take its time. */
const ASK_AFTER_MS = 25_000;

/** `waiting`: it is to ring; `asking`: did it?; `lost`: the server was not told. */
type Trial = "none" | "busy" | "waiting" | "asking" | "lost";

const TITLES: Readonly<Record<Standing, "ring.rang" | "ring.silent" | "ring.untried" | "ring.none">> = {
  rang: "ring.rang",
  silent: "ring.silent",
  untried: "ring.untried",
  drill: "ring.none",
  unable: "ring.none",
  refused: "ring.none",
};

export const RingingScreen = () => {
  const { client } = useApp();
  const { session } = client;
  const [heard, setHeard] = useState<Heard | null>(null);
  const [trial, setTrial] = useState<Trial>("none");
  const [isUnable, setUnable] = useState(false);
  useEffect(() => {
    Promise.all([client.draft.load(KEY), rungAt()]).then(
      ([kept, where]) => setHeard(asHeard(kept, where)),
      () => undefined,
    );
  }, [client]);
  const isWaiting = trial === "waiting";
  useEffect(() => {
    if (!isWaiting) return undefined;
    const asks = (): void => setTrial("asking");
    const timer = setTimeout(asks, ASK_AFTER_MS);
    const unhear = onRang(asks);
    return () => {
      clearTimeout(timer);
      unhear();
    };
  }, [isWaiting]);
  const standing = isUnable ? "unable" : standingOf(leaveOf(session), heard, client.now());

  const start = async (): Promise<void> => {
    setTrial("busy");
    // What was heard before says nothing of the address that is tried now; dispatch is told the same.
    setHeard(null);
    await client.draft.drop(KEY).catch(() => undefined);
    const on = await turnOn(session, true);
    if (on === "refused" || on === "unable") {
      setUnable(on === "unable");
      return setTrial((await tellHeard(session, on)) ? "none" : "lost");
    }
    const isAsked = on === "on" && (await tryOut(session));
    setTrial(isAsked ? "waiting" : "lost");
    announce(say(isAsked ? "ring.wait" : "ring.lost"));
  };
  const answer = async (said: Heard["said"]): Promise<void> => {
    setTrial("busy");
    if (!(await tellHeard(session, said))) return setTrial("lost");
    const now = { said, at: client.now(), where: (await rungAt().catch(() => null)) ?? "" };
    await client.draft.keep(KEY, now).catch(() => undefined);
    setHeard(now);
    setTrial("none");
  };
  return (
    <Screen
      title={trial === "asking" ? say("ring.ask") : say(TITLES[standing])}
      {...(TITLES[standing] === "ring.none" ? {} : { lead: say("ring.lead") })}
      back={{ href: "/me", label: s("tabs.me") }}
      dock={
        (trial === "asking" || canTest(standing)) && (
          <Dock standing={standing} trial={trial} onTest={() => void start()} onAnswer={(said) => void answer(said)} />
        )
      }
    >
      {trial !== "asking" && <About standing={standing} heard={heard} />}
      {trial !== "asking" && <Health />}
      {trial === "none" && <AllowPlace />}
      {trial === "waiting" && (
        <Note tone="tint" icon="bell">
          {say("ring.wait")}
        </Note>
      )}
      {trial === "lost" && (
        <Note tone="warn" icon="cloudoff">
          {say("ring.lost")}
        </Note>
      )}
    </Screen>
  );
};

/** What else a shift rests on: where the app stands, what waits in it, whether the phone keeps that, and the text. */
const Health = () => {
  const { session, status } = useApp().client;
  const { waiting, full } = status.value;
  const [found, setFound] = useState({ isInstalled: false, isKept: false });
  const [power, setPower] = useState<Battery | null>(null);
  const [room, setRoom] = useState<Estimate | null>(null);
  const [ends, setEnds] = useState<string | null>();
  useEffect(() => {
    estimate().then(setRoom, () => undefined);
    textsEnd(session).then(setEnds, () => undefined);
    standingHere().then(setFound, () => undefined);
    battery().then(setPower, () => undefined);
  }, [session]);
  const { isInstalled, isKept } = found;
  const steps: readonly Step[] = [
    {
      key: "home",
      state: isInstalled ? "done" : isInATab() ? "fail" : "unsure",
      label: say(isInstalled ? "ring.home" : "tab.lead"),
    },
    batteryStep(power),
    unsentStep(waiting, room, full === true),
    { key: "kept", state: isKept ? "done" : "unsure", label: say(isKept ? "ring.kept" : "ring.maybeKept") },
    ...textStep(ends),
  ];
  return (
    <Card>
      <Thread label={say("ring.phone")} steps={steps} />
    </Card>
  );
};

/** What is so, and what alerts this person where it is not good. */
const About = ({ standing, heard }: { readonly standing: Standing; readonly heard: Heard | null }) => {
  const time = heard === null ? "" : clock(heard.at);
  if (standing === "rang") {
    return (
      <Note tone="tint" icon="check">
        {say("ring.heardAt", { time })}
      </Note>
    );
  }
  return (
    <>
      <Note tone="warn" icon="alert">
        {standing === "silent" ? say("ring.silentAt", { time }) : say(`ring.is.${standing}`)}
      </Note>
      <Card tone="flat">
        <p>{say("ring.instead")}</p>
        {standing !== "drill" && <p class="s dim">{say("ring.seen")}</p>}
      </Card>
    </>
  );
};

const canTest = (standing: Standing): boolean => standing !== "drill" && standing !== "unable";

const Dock = (props: {
  readonly standing: Standing;
  readonly trial: Trial;
  readonly onTest: () => void;
  readonly onAnswer: (said: Heard["said"]) => void;
}) => {
  if (props.trial === "asking") {
    return (
      <div class="pair">
        <Btn kind="pri" onPress={() => props.onAnswer("rang")}>
          {say("ring.yes")}
        </Btn>
        <Btn onPress={() => props.onAnswer("silent")}>{say("ring.no")}</Btn>
      </div>
    );
  }
  const isBusy = props.trial === "busy" || props.trial === "waiting";
  const words = props.standing === "untried" ? say("ring.test") : say("ring.again");
  return (
    <Btn kind="pri" icon="bell" full disabled={isBusy} onPress={props.onTest}>
      {words}
    </Btn>
  );
};
