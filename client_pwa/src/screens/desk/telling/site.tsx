/** A caller whose matter is the confidential site's: they are given its number, and nothing of them is kept. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { Sheet } from "../../../parts/sheet";
import { t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { Kbd } from "../parts/kbd";

export const SiteSheet = (props: {
  readonly phone: string;
  readonly onGiven: () => void;
  readonly onClose: () => void;
}) => {
  const given = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => given.current?.focus(), []);
  return (
    <Sheet title={t("site.title")} lead={t("site.lead")} onClose={props.onClose}>
      <p class="l b">{t("site.say", { phone: props.phone })}</p>
      <p class="s dim">{t("site.kept")}</p>
      <button ref={given} type="button" class="btn pri full" onClick={props.onGiven}>
        {t("site.given")} <Kbd>Enter</Kbd>
      </button>
      <button type="button" class="btn quiet full" onClick={props.onClose}>
        {s("back")}
      </button>
    </Sheet>
  );
};
