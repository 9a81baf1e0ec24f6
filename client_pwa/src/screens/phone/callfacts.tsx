/** What a team must know of a call before and while going: where, what to be careful of, who called, what they said. */
import { Fact } from "../../parts/card";
import { Icon } from "../../parts/icon";
import type { Call, PlaceWithinCode } from "../../schema";
import { label } from "../../text/codes";
import { t } from "../../text/phone";
import { s } from "../../text/shell";
import { span, tongue } from "../../text/times";
import { lazy } from "../lazy";
import { language } from "../../text/words";

/** "200 m around the fountain": the code itself names the radius, as the first load has no room for more words. */
const nearOf = (place: string, within: PlaceWithinCode): string =>
  within === "exact" ? place : t("offer.near", { place, m: within.replace(/(k?m)(\d+)|.+/, "$2 $1") });

/** A locked phone has the call at hand, and nothing of what it is about. */
const isHidden = (call: Call): boolean => call.area === "";

/** The place, else the area, else that it is not known. */
export const placeOf = (call: Call): string => {
  if (isHidden(call)) return t("offer.hidden");
  if (call.place) return nearOf(call.place, call.place_within ?? "exact");
  if (call.source === "onview") return t("offer.here");
  return call.area === "unknown" ? t("offer.noPlace") : t("offer.area", { area: call.area });
};

/** What others wrote about the place comes with what is fetched right after the first paint. */
const placeNotes = lazy(async () => (await import("./checkin")).PlaceNotes, true);

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

const ANSWERS = ["yes", "unknown", "no"] as const;

/** What the caller was asked about danger: what they said yes to first, what nobody knows, then the noes. */
export const told = (call: Call) =>
  ANSWERS.map((answer) => ({
    answer,
    what: [
      ...TOLD.filter((key) => call.screening[key] === answer).map((key) => t(`told.${key}`)),
      // What this city asks of its own.
      ...Object.entries(call.asked ?? {}).flatMap(([key, words]) =>
        call.screening[key] === answer ? words[language.value] : [],
      ),
    ].join(", "),
  })).filter(({ what }) => what);

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
  const answers = told(call);
  const worst = answers[0]?.answer;
  const warnings = [call.access_note, call.unreadable && t("offer.unreadable")].filter((each) => !!each);
  // Nothing but noes and no note: said plainly, so that the colour keeps its meaning.
  const plain = warnings.length === 0 && !call.place_notes?.length && worst === "no";
  return (
    <div class={plain ? "row top" : `note ${worst === "yes" ? "alarmbox" : "warn"}`}>
      <dt>
        <Icon name="alert" />
        <span class="sr">{t("offer.careful")}</span>
      </dt>
      <dd class="grow">
        <placeNotes.Part call={call} />
        {warnings.map((warning) => (
          <p key={warning} class="b">
            {warning}
          </p>
        ))}
        {worst === undefined && <p class="s">{t("offer.toldNothing")}</p>}
        {answers.map(({ answer, what }) => (
          <p key={answer} class={answer === "yes" ? "b" : "s"}>
            {t(`told.${answer}`, { what })}
          </p>
        ))}
      </dd>
    </div>
  );
};

export const CallFacts = ({ call, now }: { readonly call: Call; readonly now: number }) => {
  if (isHidden(call)) return <p class="b">{placeOf(call)}</p>;
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
      {call.said && (
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
