/** This desk: language, light, the supervisor's export, signing out. */
import { Settings } from "../../../parts/settings";
import { Sheet } from "../../../parts/sheet";
import { stagesHref } from "../../../reports/links";
import { monthAt, monthBefore, monthSpan } from "../../../reports/months";
import type { SyncClient } from "../../../sync/client";
import { t } from "../../../text/desk/board";
import { monthName } from "../../../text/desk/dates";
import { s } from "../../../text/shell";

const Exports = ({ now }: { readonly now: number }) => {
  const month = monthAt(now);
  return (
    <section class="stack-s">
      <a class="btn full" href="/outcomes">
        {t("export.log")}
      </a>
      <h2>{t("export.title")}</h2>
      <p class="s dim">{t("export.lead")}</p>
      {[month, monthBefore(month)].map((each) => (
        <a key={each} class="btn full" href={stagesHref(monthSpan(each))} download>
          {t("export.stages", { month: monthName(monthSpan(each).from) })}
        </a>
      ))}
    </section>
  );
};

interface Props {
  readonly client: SyncClient;
  readonly onEnd: () => void;
  readonly onPolicy: () => void;
  readonly onEdition: () => void;
  readonly onClose: () => void;
}

export const DeskSheet = ({ client, onEnd, onPolicy, onEdition, onClose }: Props) => (
  <Sheet title={client.session.person.name} lead={client.session.org.name} onClose={onClose}>
    <Settings />
    <button type="button" class="btn full" onClick={onEnd}>
      {t("hand.end")}
    </button>
    {client.session.roles.includes("supervisor") && (
      <>
        <button type="button" class="btn full" onClick={onPolicy}>
          {t("policy.open")}
        </button>
        <button type="button" class="btn full" onClick={onEdition}>
          {t("edition.open")}
        </button>
        <Exports now={client.now()} />
      </>
    )}
    <a class="btn full" href="/desk/paper">
      {t("paper.title")}
    </a>
    <button type="button" class="btn full" onClick={() => client.leave().catch(() => undefined)}>
      {t("desk.leave")}
    </button>
    <p class="s dim">{t("desk.leaveLead")}</p>
    <button type="button" class="btn quiet full" onClick={onClose}>
      {s("close")}
    </button>
  </Sheet>
);
