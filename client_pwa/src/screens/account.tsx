/** /me for those whose pages are not on a phone: the same page with a way back to their own. */
import { useApp } from "../parts/app";
import { here } from "../router";
import { s } from "../text/shell";
import { Attention } from "./phone/attention";
import { CardsScreen } from "./phone/cards/screen";
import { Leaves } from "./phone/leaves";
import { Me } from "./phone/me";
import { landing } from "./routes";

export const Account = () => {
  const home = landing(useApp().client.session);
  if (here.value.path === "/me/cards") return <CardsScreen />;
  if (here.value.path === "/me/attention") return <Attention />;
  if (here.value.path === "/me/leaves") return <Leaves />;
  return home === "/me" ? <Me /> : <Me back={{ href: home, label: s("back") }} />;
};
