/** What came and could not be entered, for its owner: whose, how old, why, what it says, and what was done about it. */
import { useState } from "preact/hooks";
import { Sheet } from "../../../parts/sheet";
import type { Asked } from "../../../reports/api";
import { readHeld } from "../../../reports/custody";
import { type Held, type HeldContent, SETTLED_HOW } from "../../../schema";
import { own, t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { clock, span } from "../../../text/times";
import { settleHeld } from "../actions";
import type { Desk } from "../board/use";
import { argLines, inCustody, nameOf } from "../rules/phones";
import { numberOf } from "../parts/words";

/** At the desk these are said to be by voice; here a phone may have sent them. */
const FROM_PHONES: ReadonlySet<string> = new Set([
  "assignment.accept",
  "assignment.decline",
  "assignment.stage",
  "assignment.take_back",
  "assignment.check_in",
]);

const about = (held: Held, desk: Desk): string => {
  const call = desk.calls.get(desk.assignments.get(held.entity)?.call_id ?? held.entity);
  const unit = desk.units.get(held.entity);
  if (call !== undefined) return ` · ${numberOf(call)}`;
  return unit === undefined ? "" : ` · ${unit.name}`;
};

const Said = ({ said }: { readonly said: Asked<HeldContent> }) => {
  if (said.type === "sign_in") return <p role="alert">{s("sync.signIn")}</p>;
  if (said.type === "not_allowed") return <p role="alert">{t("custody.notYours")}</p>;
  if (said.type === "lost") return <p role="alert">{t("custody.noAnswer")}</p>;
  const { args, withheld, saved_at } = said.body;
  return (
    <div class="stack-s">
      {saved_at !== null && <p class="s dim">{t("custody.savedAt", { time: clock(saved_at) })}</p>}
      {args === null && <p>{t("custody.unreadable")}</p>}
      {args !== null && (
        <dl class="facts s">
          {argLines(args).map(([name, value]) => (
            <div key={name} class="row top">
              <dt class="dim">{name}</dt>
              <dd class="grow pre">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {withheld.length > 0 && <p class="s dim">{t("custody.withheld", { n: withheld.length })}</p>}
    </div>
  );
};

const Row = ({ held, desk }: { readonly held: Held; readonly desk: Desk }) => {
  const { client, now } = desk;
  const [said, setSaid] = useState<Asked<HeldContent> | null>(null);
  const [settling, setSettling] = useState(false);
  const who = nameOf(held.person_id, desk.units.values(), client.rows("device").value.values());
  return (
    <li class="card flat stack-s">
      <p>
        <b>
          {own(FROM_PHONES.has(held.type) ? "sent" : "command", held.type)}
          {about(held, desk)}
        </b>
      </p>
      <p class="s dim">
        {who ?? t("custody.somebody")} · {t("custody.age", { span: span(now - held.held_at) })}
      </p>
      <p>{own("held", held.code)}</p>
      {said !== null && <Said said={said} />}
      {settling ? (
        <ul class="stack-s">
          {SETTLED_HOW.map((how) => (
            <li key={how}>
              <button type="button" class="btn sm full" onClick={() => void settleHeld(client, held, how)}>
                {t(`custody.how.${how}`)}
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <div class="row tight wrap">
          {said === null && (
            <button type="button" class="btn sm" onClick={() => void readHeld(held.id).then(setSaid)}>
              {t("custody.read")}
            </button>
          )}
          <button type="button" class="btn sm" onClick={() => setSettling(true)}>
            {t("custody.settle")}
          </button>
        </div>
      )}
    </li>
  );
};

export const CustodySheet = ({ desk, onClose }: { readonly desk: Desk; readonly onClose: () => void }) => {
  const all = inCustody(desk.client.rows("held").value.values());
  return (
    <Sheet title={t("custody.title", { n: all.length })} lead={t("custody.lead")} onClose={onClose}>
      <ul class="stack-s">
        {all.map((held) => (
          <Row key={held.id} held={held} desk={desk} />
        ))}
      </ul>
      <button type="button" class="btn quiet full" onClick={onClose}>
        {s("close")}
      </button>
    </Sheet>
  );
};
