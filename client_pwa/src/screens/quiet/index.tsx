/** The site's pages: its log, its call-outs and calls for help for who is asked and for a lead, and Me. No link leads in or out. */
import { useApp } from "../../parts/app";
import { helpAlarm } from "../../parts/help";
import { here } from "../../router";
import { ALARMS } from "../../sync/later/safety/alarms";
import { CALLOUTS } from "../../sync/later/site/callouts";
import { MEDIATIONS } from "../../sync/later/site/mediation";
import { HELPS } from "../../sync/later/safety/helps";
import { lazy } from "../lazy";
import { useRinging } from "./calling/alarm";
import { Board } from "./calling/board";
import { Calls } from "./calling/calls";
import { MakeCallout } from "./calling/make";
import { Form } from "./form";
import { useIdleLock } from "./half";
import { Alarm } from "./helping/hold";
import { List } from "./list";

const policy = lazy(async () => (await import("./helping/policy")).Policy);
const account = lazy(async () => (await import("../account")).Account);

helpAlarm.value = Alarm;

const SITE = { ...MEDIATIONS, ...CALLOUTS, ...ALARMS, ...HELPS };

export const Quiet = () => {
  const { client } = useApp();
  const { roles } = client.session;
  client.foresee(SITE);
  useRinging();
  const { path } = here.value;
  useIdleLock(path === "/quiet" || path === "/quiet/list");
  const lead = roles.includes("site_lead");
  switch (path) {
    case "/me":
    case "/me/attention":
    case "/me/cards":
    case "/me/leaves":
      return <account.Part key={path} />;
    case "/quiet/calls":
      return roles.includes("interrupter") ? <Calls key={path} /> : <Board key={path} />;
    case "/quiet/board":
      return lead ? <Board key={path} /> : <Calls key={path} />;
    case "/quiet/board/new":
      return lead ? <MakeCallout key={path} /> : <Calls key={path} />;
    case "/quiet/board/policy":
      return lead ? <policy.Part key={path} /> : <Calls key={path} />;
    case "/quiet/list":
      return <List key={path} />;
    default:
      return roles.includes("interrupter") ? <Form key={path} /> : <List key={path} />;
  }
};
