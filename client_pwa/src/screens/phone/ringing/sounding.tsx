/** Lets the phone sound and shake for what holds now, whatever screen is open; it draws nothing. */
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp, useNow } from "../../../parts/app";
import { helpOpen } from "../../../parts/help";
import { openHelp } from "../../holding/state";
import { useWork } from "../hooks";
import { isBusy, offerOf, timeLeft } from "../work";
import { againAfter, type Cause, causeOf, cueOf, type Situation } from "./cues";
import { newSpeaker } from "./speaker";

/** The first tap or key on a shift, which is the one that starts it, lets the page sound. */
const TOUCHED = ["click", "keydown"] as const;

/** Until the first screen stands: made in the first tap, what plays a sound would hold up what the tap asked for. */
const SOON_MS = 500;

/** Plays what holds now, for as long as it does. */
export const usePlaying = (cause: Cause | null, quiet: boolean): void => {
  const [speaker] = useState(newSpeaker);
  useEffect(() => {
    for (const name of TOUCHED) document.addEventListener(name, speaker.unlock);
    const making = setTimeout(speaker.make, SOON_MS);
    return () => {
      clearTimeout(making);
      for (const name of TOUCHED) document.removeEventListener(name, speaker.unlock);
      speaker.close();
    };
  }, [speaker]);
  const isQuiet = useRef(false);
  isQuiet.current = quiet;
  useEffect(() => {
    if (cause === null) return undefined;
    const { kind, lasts } = cause;
    let timer = 0;
    const play = (n: number): void => {
      speaker.play(cueOf(kind, isQuiet.current));
      const wait = againAfter(kind, n, lasts);
      if (wait !== null) timer = window.setTimeout(() => play(n + 1), wait);
    };
    play(0);
    return () => clearTimeout(timer);
  }, [cause?.key, speaker]);
};

export const Sounding = ({ going, check }: Pick<Situation, "going" | "check">) => {
  const { client } = useApp();
  const { assignments, unit, active, calls } = useWork();
  // With somebody, and for whoever is in trouble themselves: a sound could tell on them.
  const mine = openHelp(client.rows("help").value.values(), client.session.person.id);
  const offered = offerOf(assignments, unit, useNow());
  const cause = causeOf({
    going,
    offer: offered && {
      id: offered.id,
      priority: calls.get(offered.call_id)?.priority ?? null,
      left: timeLeft(offered, client.now()),
    },
    check,
  });
  usePlaying(cause, isBusy(active) || helpOpen.value || mine !== undefined);
  return null;
};
