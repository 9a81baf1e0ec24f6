/** Pages that stand before the app or in its place: an unsafe address, a page of somebody else's, a failed chunk. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Btn } from "../parts/btn";
import { Icon } from "../parts/icon";
import { Settings } from "../parts/settings";
import type { Missing } from "../sync/client";
import { s } from "../text/shell";

/** The frame of a page that has no client: no sync line, no tabs. */
export const Plain = (props: {
  readonly title: string;
  readonly lead?: string;
  readonly children?: ComponentChildren;
  readonly dock?: ComponentChildren;
}) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.title} · 727`;
    heading.current?.focus({ preventScroll: true });
  }, [props.title]);
  return (
    <div class="app">
      <header class="top">
        <p class="word l">727</p>
      </header>
      <main class="stack-l">
        <div class="stack-s">
          <h1 ref={heading} tabIndex={-1}>
            {props.title}
          </h1>
          {props.lead !== undefined && <p class="dim l">{props.lead}</p>}
        </div>
        {props.children}
      </main>
      {props.dock === undefined ? (
        <div />
      ) : (
        <section class="dock" aria-label={s("actions")}>
          {props.dock}
        </section>
      )}
    </div>
  );
};

/** The address cannot keep anything safe: say what is missing and how to get a safe one, and start nothing. */
export const UnsafeOrigin = ({ missing }: { readonly missing: readonly Missing[] }) => (
  <Plain title={s("origin.title")} lead={s("origin.lead")}>
    <div class="card alarmbox stack-s">
      <h2>{s("origin.missing")}</h2>
      <ul class="stack-s">
        {missing.map((what) => (
          <li key={what} class="row top tight">
            <Icon name="x" />
            <span>{s(`missing.${what}`)}</span>
          </li>
        ))}
      </ul>
    </div>
    <div class="card stack-s">
      <h2>{s("origin.how")}</h2>
      <ul class="stack-s">
        {(["https", "local", "cable", "browser"] as const).map((way) => (
          <li key={way} class="row top tight">
            <Icon name="check" />
            <span>{s(`origin.how.${way}`)}</span>
          </li>
        ))}
      </ul>
    </div>
    <div class="card stack">
      <Settings />
    </div>
  </Plain>
);

/** Signed in, but this address belongs to another role. */
export const WrongPlace = (props: { readonly name: string; readonly home: string }) => (
  <Plain
    title={s("app.wrongPlace")}
    lead={s("app.wrongPlaceLead", { name: props.name })}
    dock={
      <Btn kind="pri" full href={props.home}>
        {s("app.home")}
      </Btn>
    }
  />
);

/** A part of the app did not come. What was saved is not touched by that. */
export const Failed = () => (
  <Plain
    title={s("app.failed")}
    lead={s("app.failedLead")}
    dock={
      <Btn kind="pri" full onPress={() => location.reload()}>
        {s("app.again")}
      </Btn>
    }
  />
);
