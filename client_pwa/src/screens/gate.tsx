/** Pages in the place of the app: a page of somebody else's, a part that did not come; and the frame of those before it. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Btn } from "../parts/btn";
import { s } from "../text/shell";
import { chooseLanguage, LANGUAGE_NAMES, type Language, language } from "../text/words";

/** The frame of a page that has no client: no sync line, no tabs. */
export const Plain = (props: {
  readonly title: string;
  readonly lead?: string;
  readonly children?: ComponentChildren;
  readonly dock?: ComponentChildren;
  /** Something on the page takes the focus itself. */
  readonly unfocused?: boolean;
}) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    document.title = `${props.title} · 727`;
    if (props.unfocused !== true) heading.current?.focus({ preventScroll: true });
  }, [props.title, props.unfocused]);
  return (
    <div class="app">
      <header class="top">
        <div class="row">
          <p class="word l grow">727</p>
          <OtherLanguage />
        </div>
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

/** The other language in its own name, for whoever cannot read this page. */
const OtherLanguage = () => {
  const other: Language = language.value === "en" ? "es" : "en";
  return (
    <button type="button" class="link" lang={other} onClick={() => void chooseLanguage(other).catch(() => undefined)}>
      {LANGUAGE_NAMES[other]}
    </button>
  );
};

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

/** An older tab keeps the database: this one goes on by itself when it is gone. */
export const HeldUp = () => <Plain title={s("app.heldUp")} lead={s("app.heldUpLead")} />;
