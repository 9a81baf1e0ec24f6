/**
 * The frame of a phone screen: sync, a sentence as its heading, the content, the dock, the tabs.
 *
 * Reading order is focus order. Arriving on a screen puts the focus on its heading, and so does losing it.
 */
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useApp } from "./app";
import { TrainingBanner } from "./banner";
import { Dock } from "./dock";
import { HelpBtn } from "./help";
import { HelpSheet } from "./helpsheet";
import { Icon } from "./icon";
import { SyncLine, Unlined } from "./sync";
import { type Tab, Tabs } from "./tabs";

export interface ScreenProps {
  /** The sentence that says where you stand; also the window's title. */
  readonly title: string;
  readonly above?: ComponentChildren;
  readonly lead?: ComponentChildren;
  readonly tone?: "hero" | "onplum";
  /** The way back, for a task without tabs; Help then stands in the header. */
  readonly back?: { readonly href: string; readonly label: string };
  /** What stands in the first row of the header instead of the way back. */
  readonly top?: ComponentChildren;
  /** The heading stands in the first row, between `top` and Help. */
  readonly inline?: boolean;
  /** `false` leaves the line out; a button is put at its end. */
  readonly sync?: false | ComponentChildren;
  readonly tab?: Tab;
  readonly dock?: ComponentChildren;
  /** The content is only read: let the keyboard scroll it, under this name. */
  readonly reading?: string;
  readonly space?: "m" | "none";
  readonly children?: ComponentChildren;
}

export const Screen = (props: ScreenProps) => {
  const { client, Above } = useApp();
  useEffect(() => {
    document.title = `${props.title} · 727`;
  }, [props.title]);
  return (
    <div class="app">
      <div>
        {client.session.org.training && <TrainingBanner />}
        {Above !== undefined && <Above />}
        <header class={`top ${props.tone ?? ""}`}>
          {props.sync === false ? <Unlined /> : <SyncLine>{props.sync}</SyncLine>}
          <Head {...props} />
        </header>
      </div>
      <main
        class={`${props.space === "none" ? "" : "stack"} ${props.tone === undefined ? "" : "toned"}`}
        {...(props.reading === undefined ? {} : { tabIndex: 0, "aria-label": props.reading })}
      >
        {props.children}
      </main>
      <div>
        <Dock>{props.dock}</Dock>
        {props.tab !== undefined && <Tabs current={props.tab} />}
        <HelpSheet />
      </div>
    </div>
  );
};

const Head = (props: ScreenProps) => {
  const heading = useRef<HTMLHeadingElement>(null);
  const arrive = (): void => heading.current?.focus({ preventScroll: true });
  useLayoutEffect(arrive, []);
  // What had the focus may be gone after a tap: nobody is left nowhere.
  useEffect(() => {
    if (document.activeElement === document.body) arrive();
  });
  const first = props.top ?? (props.back !== undefined && <Back {...props.back} />);
  const look = props.tone === "hero" ? "l" : props.tone === "onplum" ? "s" : "dim";
  const words = (
    <>
      {props.above !== undefined && <p class="label">{props.above}</p>}
      <h1 ref={heading} tabIndex={-1}>
        {props.title}
      </h1>
      {props.lead !== undefined && <p class={look}>{props.lead}</p>}
    </>
  );
  if (props.inline === true) {
    return (
      <div class="row">
        {first}
        <div class="grow">{words}</div>
        <HelpBtn />
      </div>
    );
  }
  return (
    <>
      {(first || props.tab === undefined) && (
        <div class="row">
          {first}
          {props.tab === undefined && <HelpBtn />}
        </div>
      )}
      {words}
    </>
  );
};

const Back = ({ href, label }: { readonly href: string; readonly label: string }) => (
  <a class="back" href={href}>
    <Icon name="back" /> {label}
  </a>
);
