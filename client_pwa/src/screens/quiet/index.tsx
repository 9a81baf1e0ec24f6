/** The site's pages: its log for an interrupter, its list for a site lead, and Me. No link leads in or out. */
import { useApp } from "../../parts/app";
import { here } from "../../router";
import { MEDIATIONS } from "../../sync/later/mediation";
import { q } from "../../text/quiet";
import { Attention } from "../phone/attention";
import { Me } from "../phone/me";
import { Form } from "./form";
import { List } from "./list";

export const Quiet = () => {
  const { client } = useApp();
  const { roles } = client.session;
  client.foresee(MEDIATIONS);
  const { path } = here.value;
  const back = { href: "/quiet", label: q("quiet.title") };
  switch (path) {
    case "/me":
      return <Me key={path} back={back} />;
    case "/me/attention":
      return <Attention key={path} />;
    case "/quiet/list":
      return <List key={path} />;
    default:
      return roles.includes("interrupter") ? <Form key={path} /> : <List key={path} />;
  }
};
