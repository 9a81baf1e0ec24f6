/** The screens that are not first: the outcome, what partners saved, wrong times, finding help, referrals and Me. Fetched right after the first paint. */
import { helpAlarm } from "../../parts/help";
import { match } from "../../router";
import { Alarm } from "./alarm";
import { Attention } from "./attention";
import { Both } from "./both";
import { CardsScreen } from "./cards/screen";
import { Find } from "./find";
import { FixTime } from "./fixtime";
import { HandoffScreen } from "./handing/screen";
import { Leaves } from "./leaves";
import { Log } from "./log";
import { Me } from "./me";
import { Place } from "./place";
import { Promises } from "./promises";
import { Refer } from "./refer";
import { RingingScreen } from "./ringing/screen";

// A site has its own, and may run these screens for Me.
helpAlarm.value ??= Alarm;

export const Later = ({ path }: { readonly path: string }) => {
  const log = match("/now/call/:call/log", path);
  if (log !== null) return <Log {...log} />;
  const both = match("/now/call/:call/both", path);
  if (both !== null) return <Both {...both} />;
  const time = match("/now/call/:call/time", path);
  if (time !== null) return <FixTime {...time} />;
  const cards = match("/now/call/:call/cards", path);
  if (cards !== null) return <CardsScreen {...cards} />;
  const refer = match("/find/:service/refer", path);
  if (refer !== null) return <Refer {...refer} />;
  const place = match("/find/:service", path);
  if (place !== null) return <Place {...place} />;
  switch (path) {
    case "/promises":
      return <Promises />;
    case "/me":
      return <Me />;
    case "/me/cards":
      return <CardsScreen />;
    case "/me/handover":
      return <HandoffScreen />;
    case "/me/phone":
      return <RingingScreen />;
    case "/me/leaves":
      return <Leaves />;
    case "/me/attention":
      return <Attention />;
    default:
      return <Find />;
  }
};
