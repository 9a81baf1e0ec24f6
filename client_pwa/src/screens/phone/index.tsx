/** The phone: which screen a path is, and the one rule above them: an offer is shown wherever the team is free. */
import { useEffect } from "preact/hooks";
import { useNow } from "../../parts/app";
import { go, here, match } from "../../router";
import { clock, span } from "../../text/times";
import { lazy } from "../lazy";
import { ActiveCall, checkIn } from "./call";
import { Home } from "./home";
import { useWork } from "./hooks";
import { useRememberTeam } from "./off";
import { Offer } from "./offer";
import { isBusy, offerOf } from "./work";

const later = lazy(async () => (await import("./later")).Later);

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
  useEffect(() => {
    // The first times that are written cost a slow phone 60 ms: not in the first tap.
    later.fetch().then(
      () => span(0) + clock(0),
      () => undefined,
    );
  }, []);
  const { path } = here.value;
  // Each path is a screen of its own: nothing typed or opened on one shows up on another.
  return (
    <>
      <OfferFirst />
      <checkIn.Part band={false} />
      <Route key={path} path={path} />
    </>
  );
};

const LATER = ["log", "both", "time", "cards"] as const;

const isLater = (path: string): boolean => LATER.some((page) => match(`/now/call/:call/${page}`, path) !== null);

const Route = ({ path }: { readonly path: string }) => {
  const offer = match("/now/offer/:offer", path);
  if (offer !== null) return <Offer {...offer} />;
  const call = match("/now/call/:call", path);
  if (call !== null) return <ActiveCall {...call} />;
  if (isLater(path)) return <later.Part path={path} />;
  return path === "/" || path.startsWith("/now") ? <Home /> : <later.Part path={path} />;
};
