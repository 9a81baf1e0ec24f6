/** Under the place: what was noted of it, whether somebody called from there before, or from this number. Looked up once typing rests. */
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../../../parts/icon";
import type { Asked } from "../../../reports/api";
import { readEarlier } from "../../../reports/earlier";
import type { Before, Earlier } from "../../../schema";
import { label } from "../../../text/codes";
import { deskLabel } from "../../../text/codes.desk";
import { t } from "../../../text/desk/intake";
import { clock, day } from "../../../text/times";
import { NoteLine } from "../../noting/lines";
import { holding } from "../../noting/rules";
import type { Draft } from "./draft";

const REST_MS = 600;

type From = Pick<Draft, "id" | "place" | "callback">;

/** What is known of earlier calls; null while nothing was asked or answered. */
const useEarlier = ({ id, place, callback }: From, csrf: string): Asked<Earlier> | null => {
  const [said, setSaid] = useState<Asked<Earlier> | null>(null);
  useEffect(() => {
    setSaid(null);
    if (place.trim() === "" && callback.trim() === "") return undefined;
    const stop = new AbortController();
    const asked = { call_id: id, place: place.trim(), callback: callback.trim() };
    const rest = setTimeout(() => {
      void readEarlier(asked, csrf, stop.signal).then((answer) => stop.signal.aborted || setSaid(answer));
    }, REST_MS);
    return () => {
      clearTimeout(rest);
      stop.abort();
    };
  }, [id, place, callback, csrf]);
  return said;
};

const Told = (props: {
  readonly what: "earlier.place" | "earlier.number";
  readonly of: Before;
  readonly days: number;
}) => {
  const { last, calls } = props.of;
  const how =
    last.not_sent_reason === null
      ? deskLabel("triage_result", last.triage_result)
      : deskLabel("not_sent_reason", last.not_sent_reason);
  const when = `${day(last.received_at)} ${clock(last.received_at)}`;
  return (
    <p>
      <b>{t(props.what, { n: calls, days: props.days })}</b>{" "}
      {t("earlier.last", { number: last.number, type: label("type_code", last.type_code), when, how })}
    </p>
  );
};

export const EarlierCalls = (props: { readonly draft: From; readonly csrf: string; readonly now: number }) => {
  const said = useEarlier(props.draft, props.csrf);
  const found = said?.type === "ok" ? said.body : null;
  const notes = holding(found?.place_notes ?? [], props.now);
  const isAny = found !== null && (found.place !== null || found.number !== null);
  return (
    <div role="status">
      {said !== null && said.type !== "ok" && <p class="dim s">{t("earlier.lost")}</p>}
      {notes.length > 0 && (
        <div class="note warn">
          <div class="stack-s grow">
            {notes.map((note) => (
              <NoteLine key={note.id} note={note} now={props.now} />
            ))}
          </div>
        </div>
      )}
      {isAny && (
        <div class="note s earlier">
          <Icon name="clock" />
          <div>
            {found.place !== null && <Told what="earlier.place" of={found.place} days={found.days} />}
            {found.number !== null && <Told what="earlier.number" of={found.number} days={found.days} />}
            <p class="dim">{t("earlier.why")}</p>
          </div>
        </div>
      )}
    </div>
  );
};
