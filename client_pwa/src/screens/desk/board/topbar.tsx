/** The bar above the board: who and where, how fresh what you see is, the time, and two ways to more. */
import { Icon } from "../../../parts/icon";
import { TrainingBanner } from "../../../parts/banner";
import type { SyncClient, SyncStatus } from "../../../sync/client";
import { t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { clock, clockSeconds, span } from "../../../text/times";
import { isOpen, isWaiting } from "../seat/rules";
import { isBackupLate } from "../rules/phones";
import { Kbd } from "../parts/kbd";
import type { Desk } from "./use";

export interface LinkWords {
  readonly late: boolean;
  /** Said aloud when it changes; an age in it would be said every second. */
  readonly strong: string;
  readonly rest: string;
}

const TIMERS_LATE_S = 15;
/** So long a board that is not live is connecting: as on its first moments, when nothing may move under a hand. */
const CONNECTS_MS = 5_000;

/** How fresh the board is, in words. Not live is seen at once; old timers are said even while live. */
export const linkWords = (status: SyncStatus, now: number): LinkWords => {
  if (status.signInNeeded) return { late: true, strong: t("link.signIn"), rest: t("link.signInLead") };
  if (status.heardAt === null) return { late: true, strong: t("link.connecting"), rest: "" };
  if (status.upgrade) return { late: true, strong: t("link.upgrade"), rest: "" };
  if (!status.live) {
    if (now - status.heardAt < CONNECTS_MS) return { late: true, strong: t("link.connecting"), rest: "" };
    const seen = { span: span(now - status.heardAt), time: clockSeconds(status.heardAt) };
    return { late: true, strong: t("link.notLive"), rest: t("link.seen", seen) };
  }
  if (status.tickAgeS !== null && status.tickAgeS > TIMERS_LATE_S) {
    return { late: true, strong: t("link.timers"), rest: t("link.timersLead") };
  }
  return { late: false, strong: t("link.live"), rest: "" };
};

const Waiting = ({ status, onOpen }: { readonly status: SyncStatus; readonly onOpen: () => void }) => (
  <>
    {status.waiting > 0 && <span class="tag line">{t("link.waiting", { n: status.waiting })}</span>}
    <span role="status">
      {status.attention > 0 && (
        <button type="button" class="btn sm" onClick={onOpen}>
          <Icon name="alert" />
          {t("link.attention", { n: status.attention })}
        </button>
      )}
    </span>
  </>
);

/** Amber: work goes on, and a fire in the machine room would take what came since. */
const BackupLate = ({ age }: { readonly age: number | null }) => (
  <span class="tag warn">
    <Icon name="alert" />
    {age === null ? t("link.backupNever") : t("link.backupLate", { span: span(age * 1000) })}
  </span>
);

/** Nobody is told by text: who does not look at the app is to be phoned. */
const NoTexts = () => (
  <span class="tag line">
    <Icon name="alert" />
    {t("link.noTexts")}
  </span>
);

const Custody = ({ n, onOpen }: { readonly n: number; readonly onOpen: () => void }) =>
  n === 0 ? null : (
    <button type="button" class="btn sm" onClick={onOpen}>
      <Icon name="lock" />
      {t("custody.open", { n })}
    </button>
  );

/** What teams ask a supervisor, before what they wrote that one looks at; in a quiet night nothing. */
const Seat = ({ client, onOpen }: { readonly client: SyncClient; readonly onOpen: () => void }) => {
  const all = [...client.rows("review").value.values()];
  const n = all.filter(isOpen).length;
  const consults = [...client.rows("consult").value.values()];
  const asks = consults.filter(isWaiting).length;
  if (all.length + consults.length === 0) return null;
  const rest = n === 0 ? t("seat.all") : t("seat.open", { n });
  return (
    <button type="button" class={asks === 0 ? "btn sm" : "btn sm pri"} onClick={onOpen}>
      <Icon name={asks === 0 ? "eye" : "alert"} />
      {asks === 0 ? rest : t("seat.asks", { n: asks })}
    </button>
  );
};

export const TopBar = (props: {
  readonly desk: Desk;
  readonly onAttention: () => void;
  readonly onCustody: () => void;
  readonly onSeat: () => void;
  readonly onKeys: () => void;
  readonly onDesk: () => void;
}) => {
  const { client, now, units } = props.desk;
  const { org, person, roles } = client.session;
  const status = client.status.value;
  const link = linkWords(status, now);
  const on = [...units.values()].filter((unit) => unit.shift_id !== null).length;
  return (
    <header>
      {org.training && <TrainingBanner />}
      <div class={link.late ? "topbar late" : "topbar"}>
        <p class="word">{t("app")}</p>
        <span class="dim">
          {org.name} · {person.name}
        </span>
        <span class="row tight link-state">
          <Icon name={link.late ? "cloudoff" : "cloud"} />
          <span>
            <b role="status">{link.strong}</b>{" "}
            <span class="dim">{link.rest === "" ? t("link.onShift", { n: on }) : link.rest}</span>
          </span>
          {status.signInNeeded && (
            <a href="/enrol" target="_self">
              {s("sync.signInLink")}
            </a>
          )}
          <Waiting status={status} onOpen={props.onAttention} />
          {isBackupLate(status.backupAgeS) && <BackupLate age={status.backupAgeS ?? null} />}
          {org.texts !== true && <NoTexts />}
          {roles.includes("supervisor") && <Custody n={client.rows("held").value.size} onOpen={props.onCustody} />}
          {roles.includes("supervisor") && <Seat client={client} onOpen={props.onSeat} />}
        </span>
        <b class="clock">{clock(now)}</b>
        <button type="button" class="btn sm" onClick={props.onDesk}>
          <Icon name="user" />
          {t("desk.open")}
        </button>
        <button type="button" class="btn sm" onClick={props.onKeys}>
          {t("keys.open")} <Kbd>?</Kbd>
        </button>
      </div>
    </header>
  );
};
