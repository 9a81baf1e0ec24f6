/** The programme manager's pages: the outcome log and its files. Nothing here has a name in it. */
import "../../styles/console.css";
import "../../styles/office.css";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { useApp } from "../../parts/app";
import { TrainingBanner } from "../../parts/banner";
import { Icon } from "../../parts/icon";
import { Renewal } from "../../parts/renewal";
import { Settings } from "../../parts/settings";
import { Sheet } from "../../parts/sheet";
import { keepScreens } from "../../sync/later/desk/screens";
import { t } from "../../text/desk/log";
import { s } from "../../text/shell";
import { LogScreen } from "./log";

const Mine = ({ onClose }: { readonly onClose: () => void }) => {
  const { client } = useApp();
  return (
    <Sheet title={client.session.person.name} lead={client.session.org.name} onClose={onClose}>
      <Renewal />
      <Settings />
      <button type="button" class="btn full" onClick={() => client.leave().catch(() => undefined)}>
        {t("leave")}
      </button>
      <button type="button" class="btn quiet full" onClick={onClose}>
        {s("close")}
      </button>
    </Sheet>
  );
};

export const ManagerApp = () => {
  const { client } = useApp();
  const [isOpen, setOpen] = useState(false);
  const { org, person, roles } = client.session;
  const isManager = roles.includes("manager");
  useEffect(keepScreens, []);
  // With its styles from the first moment: what is seen does not move away from under a hand.
  useLayoutEffect(() => {
    document.body.classList.add("console");
    return () => document.body.classList.remove("console");
  }, []);
  return (
    <div class="wrapc">
      <header>
        {org.training && <TrainingBanner />}
        <div class="topbar">
          <p class="word">{t("app")}</p>
          <span class="dim">{org.name}</span>
          <span class="end dim">{isManager ? t("who", { name: person.name }) : person.name}</span>
          {!isManager && (
            <a class="btn sm" href="/desk">
              {t("desk")}
            </a>
          )}
          <button type="button" class="btn sm" onClick={() => setOpen(true)}>
            <Icon name="user" />
            {t("mine")}
          </button>
        </div>
      </header>
      <LogScreen now={client.now()} />
      {isOpen && <Mine onClose={() => setOpen(false)} />}
    </div>
  );
};
