/** The files of a month: what each holds, what none can hold, and that taking one is written down. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../../parts/icon";
import { DICTIONARY_HREF, FILES, fileHref } from "../../reports/links";
import type { Span } from "../../reports/months";
import { t } from "../../text/desk/log";
import { s } from "../../text/shell";

const File = ({ name, href, what }: { readonly name: string; readonly href: string; readonly what: string }) => (
  <li class="card flat file">
    <div class="grow">
      <b>{name}</b>
      <p class="s dim">{what}</p>
    </div>
    <a class="btn sm" href={href} download aria-label={t("files.get", { file: name })}>
      <Icon name="download" /> CSV
    </a>
  </li>
);

const NEVER = ["names", "notes", "phones", "places", "person"] as const;

export const Files = (props: { readonly span: Span; readonly month: string; readonly closeHref: string }) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  return (
    <aside class="drawer stack" aria-labelledby="files-title">
      <div class="row">
        <h2 id="files-title" class="xl grow" ref={heading} tabIndex={-1}>
          {t("files.title", { month: props.month })}
        </h2>
        <a class="btn sm" href={props.closeHref} aria-label={s("close")}>
          <Icon name="x" />
        </a>
      </div>
      <p>{t("files.lead")}</p>
      <ul class="stack-s">
        {FILES.map((file) => (
          <File key={file} name={`${file}.csv`} href={fileHref(file, props.span)} what={t(`files.${file}`)} />
        ))}
        <File name="dictionary.csv" href={DICTIONARY_HREF} what={t("files.dictionary")} />
      </ul>
      <section class="stack-s">
        <h3>{t("files.how")}</h3>
        <p class="s">{t("files.howLead")}</p>
      </section>
      <section class="stack-s">
        <h3>{t("files.never")}</h3>
        <p class="s dim">{t("files.neverLead")}</p>
        <ul class="never s">
          {NEVER.map((what) => (
            <li key={what} class="row tight">
              <Icon name="lock" /> {t(`files.never.${what}`)}
            </li>
          ))}
        </ul>
      </section>
      <div class="note warn">
        <Icon name="eye" />
        <p class="grow">{t("files.care")}</p>
      </div>
      <p class="s dim">{t("files.audit")}</p>
    </aside>
  );
};
