/** /find?need=&open=1&q=: places that can help, from the phone's own list. Filters live in the URL, the person never. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { useApp, useNow } from "../../parts/app";
import { Btn } from "../../parts/btn";
import { Item } from "../../parts/card";
import { Chip } from "../../parts/chip";
import { SearchField } from "../../parts/field";
import { Screen } from "../../parts/screen";
import { Tag } from "../../parts/tag";
import { go, here, path } from "../../router";
import { type Directory, NEED, type NeedCode } from "../../schema";
import { helpLabel } from "../../text/codes.help";
import { say } from "../../text/later";
import { t } from "../../text/phone";
import { s } from "../../text/shell";
import { language } from "../../text/words";
import { checkedAgo, isStale } from "./checked";
import { openingWords } from "./openwords";
import { type Found, find, knowsHours, needsIn, takes, type Wanted } from "./search";

const PAGE = 30;
const MINUTE = 60_000;
/** What fits in a tag; longer words stand on the place's own page. */
const SHORT = 32;

const spoken = (need: string): string => helpLabel("need", need);

const wantedHere = (): Wanted => {
  const { query } = here.value;
  return { words: query.get("q") ?? "", need: query.get("need"), openNow: query.get("open") === "1" };
};

const ask = (wanted: Wanted): void =>
  go(path("/find", { need: wanted.need, open: wanted.openNow ? "1" : null, q: wanted.words }), {
    replace: true,
  });

export const Find = () => {
  const { client } = useApp();
  const directory = client.directory.value;
  const wanted = wantedHere();
  // What is typed is the field's own; the URL follows it, never the other way round.
  const [words, setWords] = useState(wanted.words);
  useEffect(() => {
    if (words !== wantedHere().words) ask({ ...wantedHere(), words });
  }, [words]);
  if (directory === null) {
    return (
      <Screen title={say("find.title")} lead={<b>{say("find.noList")}</b>} tab="find">
        <p>{say("find.noListLead")}</p>
      </Screen>
    );
  }
  return (
    <Screen
      title={say("find.title")}
      lead={client.status.value.live ? undefined : say("find.list")}
      sync={
        <Btn size="sm" icon="flag" href="/me/cards">
          {t("call.cards")}
        </Btn>
      }
      tab="find"
      dock={
        <SearchField label={say("find.label")} placeholder={say("find.placeholder")} value={words} onInput={setWords} />
      }
    >
      <Filters directory={directory} wanted={wanted} />
      <Results directory={directory} wanted={wanted} onClear={() => setWords("")} />
    </Screen>
  );
};

/** The needs asked for most on a street at night; the others come with More. */
const FIRST: readonly NeedCode[] = ["shelter_adult", "food", "detox", "walk_in_mh", "primary_care", "legal_aid"];

const Filters = ({ directory, wanted }: { readonly directory: Directory; readonly wanted: Wanted }) => {
  const [all, setAll] = useState(false);
  const there = useMemo(() => needsIn(directory), [directory]);
  const few = there.filter((need) => FIRST.includes(need) || need === wanted.need);
  const lost = NEED.filter((need) => need === wanted.need && !there.includes(need));
  const needs = [...(all ? there : few), ...lost];
  return (
    <fieldset class="chips">
      <legend class="sr">{say("find.needs")}</legend>
      {knowsHours(directory) && (
        <Chip on={wanted.openNow} onPress={() => ask({ ...wanted, openNow: !wanted.openNow })}>
          {say("find.openNow")}
        </Chip>
      )}
      {needs.map((need) => (
        <Chip
          key={need}
          on={wanted.need === need}
          onPress={() => ask({ ...wanted, need: wanted.need === need ? null : need })}
        >
          {helpLabel("need", need)}
        </Chip>
      ))}
      {there.length > few.length && (
        <button type="button" class="chip" aria-expanded={all} onClick={() => setAll(!all)}>
          {s(all ? "fewer" : "more")}
        </button>
      )}
    </fieldset>
  );
};

const Results = (props: { readonly directory: Directory; readonly wanted: Wanted; readonly onClear: () => void }) => {
  const { directory, wanted } = props;
  const { words, need, openNow } = wanted;
  const minute = Math.floor(useNow(MINUTE) / MINUTE) * MINUTE;
  const found = useMemo(
    () => find(directory, { words, need, openNow }, minute, spoken),
    [directory, words, need, openNow, minute, language.value],
  );
  const [pages, setPages] = useState(1);
  const question = `${words}|${need ?? ""}|${openNow}`;
  // Another question starts at its first page.
  useEffect(() => setPages(1), [question]);
  if (found.length === 0) return <Nothing {...props} minute={minute} />;
  const left = found.length - pages * PAGE;
  return (
    <>
      <p class="s dim" role="status">
        <b class="ink">{say("find.count", { n: found.length })}</b> {openNow && say("find.countOpen")}
      </p>
      <div>
        {found.slice(0, pages * PAGE).map((each) => (
          <Result key={each.service.id} found={each} wanted={wanted} minute={minute} />
        ))}
      </div>
      {left > 0 && (
        <Btn full onPress={() => setPages(pages + 1)}>
          {say("find.showMore", { n: Math.min(left, PAGE) })}
        </Btn>
      )}
    </>
  );
};

const Nothing = (props: {
  readonly directory: Directory;
  readonly wanted: Wanted;
  readonly minute: number;
  readonly onClear: () => void;
}) => {
  const { directory, wanted, minute } = props;
  const closed = wanted.openNow ? find(directory, { ...wanted, openNow: false }, minute, spoken).length : 0;
  return (
    <div class="stack">
      <div role="status">
        <p class="b">{say(closed > 0 ? "find.noneOpen" : "find.none")}</p>
        <p class="dim">{closed > 0 ? say("find.noneOpenLead", { n: closed }) : say("find.noneLead")}</p>
      </div>
      <Btn
        full
        onPress={() => {
          props.onClear();
          ask({ words: "", need: closed > 0 ? wanted.need : null, openNow: false });
        }}
      >
        {say("find.clear")}
      </Btn>
      {wanted.need !== null && (
        <Btn full href={path("/find/none/refer", { need: wanted.need })}>
          {say("ref.none")}
        </Btn>
      )}
    </div>
  );
};

const Result = (props: { readonly found: Found; readonly wanted: Wanted; readonly minute: number }) => {
  const { found, wanted, minute } = props;
  const { service, opening } = found;
  const { assured_at: checked } = service;
  const paused = service.status === "temporarily closed";
  return (
    <Item href={path(`/find/${encodeURIComponent(service.id)}`, { need: wanted.need, q: wanted.words })}>
      <b class="l">{service.name}</b>
      <p class="s dim clamp">{takes(service) || service.organization}</p>
      <div class="row tight wrap tags">
        {paused ? (
          <Tag tone="warn" icon="x">
            {say("find.paused")}
          </Tag>
        ) : (
          <Tag {...(opening.is === "open" ? { tone: "tint", icon: "check" } : { tone: "line", icon: "clock" })}>
            {openingWords(opening)}
          </Tag>
        )}
        {service.wait !== "" && service.wait.length < SHORT && <Tag>{service.wait}</Tag>}
        {isStale(checked, minute) ? (
          <Tag tone="warn" icon="alert">
            {say("find.checked", { ago: checkedAgo(checked, minute) })}
          </Tag>
        ) : (
          checked !== null && <span class="s dim">{say("find.checked", { ago: checkedAgo(checked, minute) })}</span>
        )}
      </div>
    </Item>
  );
};
