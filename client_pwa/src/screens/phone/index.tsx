/** The phone: which screen a path is, and the one rule above them: an offer is shown wherever the team is free. */
import { useEffect } from "preact/hooks";
import { useNow } from "../../parts/app";
import { go, here, match } from "../../router";
import { Attention } from "./attention";
import { ActiveCall } from "./call";
import { Find } from "./find";
import { Home } from "./home";
import { useWork } from "./hooks";
import { Log } from "./log";
import { Me } from "./me";
import { useRememberTeam } from "./off";
import { Offer } from "./offer";
import { Place } from "./place";
import { Promises } from "./promises";
import { Refer } from "./refer";
import { isBusy, offerOf } from "./work";

/** A call to answer takes the screen, unless the team is with somebody; then it stands first on Now. */
const OfferFirst = () => {
  const { assignments, unit, active } = useWork();
  const offer = offerOf(assignments, unit, useNow());
  const to = offer === null || isBusy(active) ? null : `/now/offer/${offer.id}`;
  const at = here.value.path;
  useEffect(() => {
    if (to !== null && at !== to) go(to, { replace: true });
  }, [to, at]);
  return null;
};

export const Phone = () => {
  const { unit } = useWork();
  useRememberTeam(unit);
  const { path } = here.value;
  // Each path is a screen of its own: nothing typed or opened on one shows up on another.
  return (
    <>
      <OfferFirst />
      <Route key={path} path={path} />
    </>
  );
};

const Route = ({ path }: { readonly path: string }) => {
  const offer = match("/now/offer/:offer", path);
  if (offer !== null) return <Offer {...offer} />;
  const log = match("/now/call/:call/log", path);
  if (log !== null) return <Log {...log} />;
  const call = match("/now/call/:call", path);
  if (call !== null) return <ActiveCall {...call} />;
  const refer = match("/find/:service/refer", path);
  if (refer !== null) return <Refer {...refer} />;
  const place = match("/find/:service", path);
  if (place !== null) return <Place {...place} />;
  switch (path) {
    case "/find":
      return <Find />;
    case "/promises":
      return <Promises />;
    case "/me":
      return <Me />;
    case "/me/attention":
      return <Attention />;
    default:
      return <Home />;
  }
};
