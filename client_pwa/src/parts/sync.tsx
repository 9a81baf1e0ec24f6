/** Where what you saved stands, in words, and how old the word from dispatch is. Never "online", never a dot. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { here } from "../router";
import type { Session } from "../schema";
import type { SyncStatus } from "../sync/client";
import { s } from "../text/shell";
import { span } from "../text/times";
import { announce } from "./announce";
import { useApp, useNow } from "./app";
import { Icon, type IconName } from "./icon";

/** No word from dispatch for so long is said as "No signal". */
const QUIET_MS = 30_000;
const TIMERS_LATE_S = 15;
/** Where it stands what needs this person, and why. */
const NEEDS = "/me/attention";

export interface SyncWords {
  readonly look: "" | "off" | "ask";
  readonly icon: IconName;
  readonly strong: string;
  readonly rest: string;
}

/** Whose word it is: a site has no dispatch. */
type Kind = Session["org"]["kind"];

const heard = (status: SyncStatus, now: number, far: boolean, kind: Kind): string => {
  const who = s(kind === "site" ? "sync.site" : "sync.dispatch");
  if (far && status.lapsed === true) return s("sync.lapsed", { who });
  if (status.heardAt === null) return s("sync.neverHeard", { who });
  const age = now - status.heardAt;
  if (age < 60_000 && !far) return s("sync.heardNow", { who });
  const ago = s("ago", { span: span(Math.max(age, 1000)) });
  return far ? s("sync.lastHeard", { who, ago }) : s("sync.heard", { who, ago });
};

const unsent = ({ waiting }: SyncStatus, none: string): string =>
  waiting > 0 ? s("sync.saved", { n: waiting }) : none;

const needs = (n: number): string => `${s("sync.attention", { n })} ${s("sync.nothingLost")}`;

/** The sentence for a status; `cut` when the device itself knows of no network. Beside the part, to be tested. */
export const syncWords = (status: SyncStatus, now: number, kind: Kind = "city", cut = false): SyncWords => {
  const far = !status.live && (cut || status.heardAt === null || now - status.heardAt > QUIET_MS);
  const rest = heard(status, now, far, kind);
  if (status.signInNeeded) {
    return { look: "ask", icon: "lock", strong: s("sync.signIn"), rest: "" };
  }
  if (status.full === true) {
    return { look: "ask", icon: "alert", strong: s("sync.full"), rest: s("sync.fullLead") };
  }
  if (status.kind === "attention") {
    return { look: "ask", icon: "alert", strong: needs(status.attention), rest: unsent(status, "") };
  }
  if (status.upgrade) return { look: "ask", icon: "alert", strong: s("sync.upgrade"), rest: unsent(status, "") };
  if (status.waiting > 0 && far) {
    return { look: "off", icon: "cloudoff", strong: s("sync.saved", { n: status.waiting }), rest };
  }
  if (far) return { look: "off", icon: "cloudoff", strong: s("sync.noSignal"), rest };
  // Nobody is missed while they stand still: that matters more than what is on its way.
  if (status.tickAgeS !== null && status.tickAgeS > TIMERS_LATE_S) {
    return { look: "ask", icon: "clock", strong: s("sync.timers"), rest };
  }
  if (status.kind === "sending") {
    return { look: "", icon: "cloud", strong: s("sync.sending"), rest };
  }
  if (status.waiting > 0) {
    return { look: "", icon: "phone", strong: s("sync.saved", { n: status.waiting }), rest };
  }
  return { look: "", icon: "cloud", strong: s("sync.allSent"), rest };
};

/** The line itself, with room for one button at its end. The age beside it does not speak by itself: only the strong words are the status. */
export const SyncLine = ({ children }: { readonly children?: ComponentChildren }) => {
  const { client } = useApp();
  const now = useNow(5000);
  const status = client.status.value;
  const said = syncWords(status, now, client.session.org.kind, !navigator.onLine);
  return (
    <div class={`sync ${said.look}`}>
      <Icon name={said.icon} />
      <span>
        <b role="status">{said.strong}</b> {said.rest}
        {status.signInNeeded && (
          <a href="/enrol" target="_self">
            {s("sync.signInLink")}
          </a>
        )}
        {status.kind === "attention" && here.value.path !== NEEDS && <a href={NEEDS}>{s("sync.look")}</a>}
      </span>
      {children}
    </div>
  );
};

/** On a screen without that line: what needs this person is said once, when it arises. */
export const Unlined = () => {
  const { attention } = useApp().client.status.value;
  const before = useRef(attention);
  useEffect(() => {
    if (attention > before.current) announce(needs(attention));
    before.current = attention;
  }, [attention]);
  return null;
};
