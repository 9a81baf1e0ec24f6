/** Above an intake: what it is, how long it has taken, and whether what was typed is kept. */
import { TrainingBanner } from "../../../parts/banner";
import { Icon } from "../../../parts/icon";
import { deskLabel } from "../../../text/codes.desk";
import { t } from "../../../text/desk/intake";
import { clockSeconds, countdown } from "../../../text/times";
import type { Desk } from "../board/use";
import type { Draft } from "./draft";

const SIXTY_MS = 60_000;

export const Header = ({
  draft,
  isKept,
  desk,
}: {
  readonly draft: Draft;
  readonly isKept: boolean;
  readonly desk: Desk;
}) => {
  const spent = Math.max(0, desk.now - draft.started_at);
  const over = spent - SIXTY_MS;
  return (
    <header>
      {desk.client.session.org.training && <TrainingBanner />}
      <div class={over > 0 ? "topbar slow" : "topbar"}>
        <p class="word">{t("app")}</p>
        <h1 class="l">{t("title")}</h1>
        <span class="dim">
          {deskLabel("source", draft.source)} · {t("started", { time: clockSeconds(draft.started_at) })}
        </span>
        <span class="end row tight">
          <Icon name="clock" />
          <b>{countdown(Math.floor(spent / 1000) * 1000)}</b>
          <span class="dim">{over > 0 ? t("over", { span: countdown(over) }) : t("ofSixty")}</span>
        </span>
        <div class={`bar sixty ${over > 0 ? "soon" : "calm"}`} aria-hidden="true">
          <i style={{ inlineSize: `${Math.min(100, Math.round((spent / SIXTY_MS) * 100))}%` }} />
        </div>
        <span class={isKept ? "tag tint" : "tag"} role="status">
          {isKept && <Icon name="check" />} {t(isKept ? "kept" : "keeping")}
        </span>
      </div>
    </header>
  );
};
