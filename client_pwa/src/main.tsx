/** The start: is this address safe, who is signed in, and which part of the app is theirs. */
import "./alike";
import { effect, signal } from "@preact/signals";
import { type ComponentType, render, type VNode } from "preact";
import { useEffect, useErrorBoundary } from "preact/hooks";
import { Announcements } from "./parts/announce";
import { App } from "./parts/app";
import { cover, mindExit } from "./parts/exit";
import { wearTheme } from "./parts/theme";
import { go, here, listen } from "./router";
import type { Session } from "./schema";
import { codeOf } from "./screens/enrolcode";
import { Failed, HeldUp, WrongPlace } from "./screens/gate";
import { type Lazy, lazy } from "./screens/lazy";
import { type Area, areaOf, isDesk, landing } from "./screens/routes";
import {
  askToKeep,
  currentSession,
  handOver,
  heldUp,
  isLocked,
  missing,
  openClient,
  type SyncClient,
} from "./sync/client";
import { newest } from "./sync/numbered";
import { registerWorker } from "./sync/worker";
import { language, ready, speakAs } from "./text/words";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/phone.css";

const PARTS: Readonly<Record<Area, Lazy<object>>> = {
  phone: lazy(async () => (await import("./screens/phone/index")).Phone),
  quiet: lazy(async () => (await import("./screens/quiet/index")).Quiet),
  desk: lazy(async () => (await import("./screens/desk/index")).DeskApp),
  manager: lazy(async () => (await import("./screens/manager/index")).ManagerApp),
  account: lazy(async () => (await import("./screens/account")).Account),
  lock: lazy(async () => (await import("./screens/lock/index")).Unlock),
};

/** These are drawn in the phone's frame; the others bring their own. */
const PHONE_FRAME: ReadonlySet<Area> = new Set(["phone", "quiet", "account", "lock"]);

const frame = (phone: boolean): void => {
  document.body.classList.toggle("phone", phone);
};

const Shell = ({ session }: { readonly session: Session }) => {
  const { path } = here.value;
  const area = areaOf(path, session);
  const home = landing(session);
  useEffect(() => {
    if (path === "/") go(home, { replace: true });
  }, [path, home]);
  useEffect(() => frame(area === null || PHONE_FRAME.has(area)), [area]);
  if (path === "/") return null;
  if (area === null) return <WrongPlace name={session.person.name} home={home} />;
  const { Part } = PARTS[area];
  return (
    <Guard key={area}>
      <Part />
    </Guard>
  );
};

/** A fault in a screen leaves a way out: what was saved does not depend on it. */
const Guard = ({ children }: { readonly children: VNode }) => {
  const [fault] = useErrorBoundary();
  return fault === undefined ? children : <Failed />;
};

/** The code of a sign-in link, taken out of the address and the history before anything else happens. */
const takeCode = (): string | null => {
  const code = codeOf(location.hash);
  if (code !== null) history.replaceState(null, "", location.pathname);
  return code;
};

const renewal = signal<(() => void) | null>(null);

/** What opens by a PIN begins with a client that saves and reads nothing. False where there is no PIN. */
const openLocked = async (
  session: Session,
  show: (client: SyncClient, Above?: ComponentType) => void,
): Promise<boolean> => {
  if (!(await isLocked(session))) return false;
  const { begin, Strip } = await import("./screens/lock/index");
  await ready();
  const client = await begin(session);
  if (client !== null) show(client, Strip);
  return client !== null;
};

/** The quick exit: to the keys where a PIN opens this phone, to a blank page where none does. */
const leave = async (client: SyncClient, isShut: boolean): Promise<void> => {
  // What was typed on a locked phone is in its memory only, and nothing else is there to read.
  if (isShut) return (await import("./screens/lock/index")).hide();
  cover();
  if (await isLocked(client.session)) (await import("./sync/later/locking/guard")).lockNow(client);
};

const start = async (root: Element): Promise<void> => {
  await ready();
  const lacking = missing();
  if (lacking.length > 0) {
    const { UnsafeOrigin } = await import("./screens/origin");
    await ready();
    return render(<UnsafeOrigin missing={lacking} />, root);
  }
  const joining = location.pathname === "/enrol";
  const code = joining ? takeCode() : null;
  const session = await currentSession();
  // A page with a code is left at once, and WebKit may forget for ever what such a page has begun to install.
  if (code === null)
    registerWorker((activate) => {
      renewal.value = activate;
    }).catch(() => undefined);
  if (joining || session === null) {
    const { Enrol } = await import("./screens/enrol");
    await ready();
    // A link followed while this page is open changes only what stands after the `#`.
    addEventListener("hashchange", () => location.reload());
    render(<Enrol code={code} session={session} />, root);
    await handOver();
    // The form stands whatever becomes of this.
    const ended = import("./sync/later/leaving/ended").then(({ forgetEnded }) => forgetEnded());
    return ended.catch(() => undefined);
  }
  if (session.org.kind === "site") document.documentElement.dataset["partition"] = "confidential";
  let shown = 0;
  let unhear = (): void => undefined;
  let exit = (): void => undefined;
  mindExit(() => exit());
  const show = (client: SyncClient, Above?: ComponentType): void => {
    shown += 1;
    unhear();
    exit = () => void leave(client, Above !== undefined).catch(() => undefined);
    unhear = effect(() => speakAs(newest(client.rows("wording").value)?.sentences ?? []));
    render(
      <App.Provider value={{ client, renewal, show, Above }}>
        <Shell key={shown} session={session} />
        <Announcements />
      </App.Provider>,
      root,
    );
  };
  if (!(await openLocked(session, show))) show(await openClient({ session, desk: isDesk(session) }));
  await askToKeep();
  await handOver(undefined, session.device);
};

wearTheme();
listen();
frame(true);
effect(() => {
  document.documentElement.lang = language.value;
});
const root = document.getElementById("app");
if (root !== null) {
  effect(() => {
    // Once the app is open, only what somebody left here who signed out can wait: nothing to stop for.
    if (heldUp.value && !root.hasChildNodes()) render(<HeldUp />, root);
  });
  start(root).catch(() => render(<Failed />, root));
}
