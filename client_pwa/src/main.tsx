/** The start: is this address safe, who is signed in, and which part of the app is theirs. */
import { effect, signal } from "@preact/signals";
import { type ComponentType, render, type VNode } from "preact";
import { useEffect, useErrorBoundary, useState } from "preact/hooks";
import { Announcements } from "./parts/announce";
import { App, type AppValue } from "./parts/app";
import { wearTheme } from "./parts/theme";
import { go, here, listen } from "./router";
import type { Session } from "./schema";
import { Enrol } from "./screens/enrol";
import { codeOf } from "./screens/enrolcode";
import { Failed, Plain, UnsafeOrigin, WrongPlace } from "./screens/gate";
import { type Area, areaOf, isDesk, landing } from "./screens/routes";
import { askToKeep, currentSession, handOver, missing, openClient } from "./sync/client";
import { registerWorker } from "./sync/worker";
import { s } from "./text/shell";
import { language } from "./text/words";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/phone.css";

const PARTS: Readonly<Record<Area, () => Promise<ComponentType>>> = {
  phone: async () => (await import("./screens/phone/index")).Phone,
  quiet: async () => (await import("./screens/quiet/index")).Quiet,
  desk: async () => (await import("./screens/desk/index")).DeskApp,
  manager: async () => (await import("./screens/manager/index")).ManagerApp,
  account: async () => (await import("./screens/account")).Account,
};

/** These are drawn in the phone's frame; the others bring their own. */
const PHONE_FRAME: ReadonlySet<Area> = new Set(["phone", "quiet", "account"]);

const frame = (phone: boolean): void => {
  document.body.classList.toggle("phone", phone);
};

interface Loaded {
  readonly area: Area;
  readonly Part: ComponentType;
}

const Shell = ({ session }: { readonly session: Session }) => {
  const { path } = here.value;
  const area = areaOf(path, session);
  const home = landing(session);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (path === "/") go(home, { replace: true });
  }, [path, home]);
  useEffect(() => {
    if (area === null) return;
    PARTS[area]().then(
      (Part) => setLoaded({ area, Part }),
      () => setFailed(true),
    );
  }, [area]);
  useEffect(() => frame(area === null || PHONE_FRAME.has(area)), [area]);
  if (failed) return <Failed />;
  if (area === null) return path === "/" ? null : <WrongPlace name={session.person.name} home={home} />;
  if (loaded === null || loaded.area !== area) return <p class="sr">{s("app.loading")}</p>;
  return (
    <Guard key={area}>
      <loaded.Part />
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

const start = async (root: Element): Promise<void> => {
  const lacking = missing();
  if (lacking.length > 0) return render(<UnsafeOrigin missing={lacking} />, root);
  const joining = location.pathname === "/enrol";
  const code = joining ? takeCode() : null;
  const session = await currentSession();
  registerWorker((activate) => {
    renewal.value = activate;
  }).catch(() => undefined);
  if (joining || session === null) {
    render(<Enrol code={code} session={session} />, root);
    return handOver();
  }
  if (session.org.kind === "site") document.documentElement.dataset["partition"] = "confidential";
  const client = await openClient({ session, desk: isDesk(session) });
  const value: AppValue = { client, renewal };
  render(
    <App.Provider value={value}>
      <Shell session={session} />
      <Announcements />
    </App.Provider>,
    root,
  );
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
  start(root).catch(() => render(<Plain title={s("app.failed")} lead={s("app.failedLead")} />, root));
}
