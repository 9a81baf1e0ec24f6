/** The supervisor's seat: what teams ask, and last night's list with who has looked. */
import { useState } from "preact/hooks";
import { Icon } from "../../../parts/icon";
import { Sheet } from "../../../parts/sheet";
import type { Asked } from "../../../reports/api";
import { readOutcome } from "../../../reports/reviews";
import type { Encounter, Review } from "../../../schema";
import type { SyncClient } from "../../../sync/client";
import { deskLabel } from "../../../text/codes.desk";
import { t } from "../../../text/desk/seat";
import { s } from "../../../text/shell";
import type { Desk } from "../board/use";
import { sign } from "./actions";
import { ConsultLine } from "./consult";
import { Outcome } from "./outcome";
import { asked, isGrave, isOpen, lookedAt, toLookAt } from "./rules";
import { when } from "./words";

const Reasons = ({ review: { reasons, seen = [] } }: { readonly review: Review }) => (
  <p class="row tight wrap">
    {reasons.map((reason) => (
      <b key={reason} class={isGrave(reason) && !seen.includes(reason) ? "tag alarmbox" : "tag line"}>
        {isGrave(reason) && !seen.includes(reason) && <Icon name="alert" />}
        {deskLabel("review_reason", reason)}
      </b>
    ))}
  </p>
);

/** Which call, which team, when; whatever of it is known. */
const where = ({ number, team, at }: Review): string =>
  [number === null ? t("noCall") : t("call", { number }), team ?? t("noTeam"), when(at)].join(" · ");

const Line = ({ review, client }: { readonly review: Review; readonly client: SyncClient }) => {
  const [said, setSaid] = useState<Asked<Encounter> | null>(null);
  const { reviewed_at, name } = review;
  const canRead = review.about === "encounter" && said === null;
  return (
    <li class="card flat stack-s">
      <Reasons review={review} />
      <p class="s dim">{where(review)}</p>
      {(reviewed_at ?? null) !== null && (
        <p class="s">{t(isOpen(review) ? "before" : "by", { name: name ?? "", time: when(reviewed_at ?? 0) })}</p>
      )}
      {said !== null && <Outcome said={said} />}
      {(canRead || isOpen(review)) && (
        <div class="row tight wrap">
          {canRead && (
            <button type="button" class="btn sm" onClick={() => void readOutcome(review.id).then(setSaid)}>
              <Icon name="eye" />
              {t("read")}
            </button>
          )}
          {isOpen(review) && (
            <button type="button" class="btn sm" onClick={() => void sign(client, review)}>
              <Icon name="check" />
              {t("sign")}
            </button>
          )}
        </div>
      )}
    </li>
  );
};

export const SeatSheet = ({ desk, onClose }: { readonly desk: Desk; readonly onClose: () => void }) => {
  const { client } = desk;
  const asks = asked(client.rows("consult").value.values());
  const all = [...client.rows("review").value.values()];
  const open = toLookAt(all);
  const done = lookedAt(all);
  return (
    <Sheet title={open.length === 0 ? t("none") : t("title", { n: open.length })} lead={t("lead")} onClose={onClose}>
      {asks.length > 0 && (
        <section class="stack-s">
          <h3 class="label">{t("asks")}</h3>
          <ul class="stack-s">
            {asks.map((consult) => (
              <ConsultLine key={consult.id} consult={consult} desk={desk} />
            ))}
          </ul>
        </section>
      )}
      {asks.length > 0 && open.length > 0 && <h3 class="label">{t("list")}</h3>}
      <ul class="stack-s">
        {open.map((review) => (
          <Line key={review.id} review={review} client={client} />
        ))}
      </ul>
      {done.length > 0 && (
        <section class="stack-s">
          <h3 class="label">{t("done.title")}</h3>
          <ul class="stack-s">
            {done.map((review) => (
              <Line key={review.id} review={review} client={client} />
            ))}
          </ul>
        </section>
      )}
      <button type="button" class="btn quiet full" onClick={onClose}>
        {s("close")}
      </button>
    </Sheet>
  );
};
