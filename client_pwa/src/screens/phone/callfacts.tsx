/** What a team must know of a call before and while going: where, what to be careful of, who called, what they said. */
import { Fact } from "../../parts/card";
import { Icon } from "../../parts/icon";
import type { Call } from "../../schema";
import { label } from "../../text/codes";
import { t } from "../../text/phone";
import { s } from "../../text/shell";
import { span, tongue } from "../../text/times";

/** The exact place, else the area, else that it is not known. */
export const placeOf = (call: Call): string => {
  if (typeof call.place === "string" && call.place !== "") return call.place;
  return call.area === "unknown" ? t("offer.noPlace") : t("offer.area", { area: call.area });
};

const TOLD = [
  "weapon",
  "violence_now",
  "threat_specific",
  "injury_serious",
  "attempt_now",
  "fire_haz",
  "dv",
  "minor_alone",
] as const;

/** What the caller was asked about danger: every yes and "not known" first, then the noes. */
const told = (call: Call): { readonly text: string; readonly danger: boolean } => {
  const order = ["yes", "unknown", "no"] as const;
  const said = order.flatMap((answer) =>
    TOLD.filter((key) => call.screening[key] === answer).map((key) =>
      t("told.answer", { what: t(`told.${key}`), answer: t(`told.${answer}`) }),
    ),
  );
  const danger = TOLD.some((key) => call.screening[key] === "yes");
  const text = said.length === 0 ? t("offer.toldNothing") : t("offer.toldUs", { told: said.join(" · ") });
  return { text, danger };
};

const more = (call: Call): readonly string[] => {
  const facts: string[] = [];
  if (call.language !== null) facts.push(t("offer.speaks", { language: tongue(call.language) }));
  if (call.persons_count !== null && call.persons_count > 1) {
    facts.push(t("offer.people", { n: call.persons_count }));
  }
  if (call.minor_involved === "yes") facts.push(t("offer.minor"));
  return facts;
};

export const Careful = ({ call }: { readonly call: Call }) => {
  const { text, danger } = told(call);
  const note = typeof call.access_note === "string" && call.access_note !== "" ? call.access_note : null;
  return (
    <div class={`note ${danger ? "alarmbox" : "warn"}`}>
      <dt>
        <Icon name="alert" />
        <span class="sr">{t("offer.careful")}</span>
      </dt>
      <dd class="grow">
        <p>{note === null ? t("offer.noNote") : <b>{note}</b>}</p>
        <p class={danger ? "b" : "s"}>{text}</p>
      </dd>
    </div>
  );
};

export const CallFacts = ({ call, now }: { readonly call: Call; readonly now: number }) => {
  const facts = more(call);
  const ago = s("ago", { span: span(now - call.received_at) });
  return (
    <dl class="stack l">
      <Fact icon="pin" name={t("offer.where")}>
        <p class="b xl">{placeOf(call)}</p>
        <p class="dim">{label("location_kind", call.location_kind)}</p>
      </Fact>
      <Careful call={call} />
      <Fact icon="call" name={t("offer.caller")}>
        <p>{t("offer.callerAgo", { caller: label("caller_role", call.caller_role), ago })}</p>
      </Fact>
      {typeof call.said === "string" && call.said !== "" && (
        <Fact icon="edit" name={t("offer.said")}>
          <p>“{call.said}”</p>
        </Fact>
      )}
      {facts.length > 0 && (
        <Fact icon="users" name={t("offer.more")}>
          <p>{facts.join(" ")}</p>
        </Fact>
      )}
    </dl>
  );
};

/** The place in the phone's own map app; an iPhone does not know `geo:`. */
export const mapLink = (place: string): string => {
  const query = encodeURIComponent(place);
  return /iPhone|iPad/.test(navigator.userAgent) ? `maps:?q=${query}` : `geo:0,0?q=${query}`;
};
