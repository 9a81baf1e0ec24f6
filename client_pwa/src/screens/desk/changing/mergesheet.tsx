/** L: the open calls that are about the same as this one; Space marks, Enter merges, after saying what happens. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Sheet } from "../../../parts/sheet";
import type { Call } from "../../../schema";
import { t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { clock } from "../../../text/times";
import type { Desk } from "../board/use";
import { numberOf, titleOf, whereOf } from "../parts/words";
import { mergeable, mergeWords } from "./merging";

export const MergeSheet = (props: {
  readonly call: Call;
  readonly desk: Desk;
  readonly onMerge: (calls: readonly Call[]) => void;
  readonly onClose: () => void;
}) => {
  const { call, desk } = props;
  const [marked, setMarked] = useState<readonly string[]>([]);
  const all = mergeable(call, desk).map((it) => it.call);
  const chosen = all.filter(({ id }) => marked.includes(id));
  const inside = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => inside.current?.querySelector("input")?.focus(), []);
  const mark = (id: string): void =>
    setMarked((now) => (now.includes(id) ? now.filter((it) => it !== id) : [...now, id]));
  return (
    <Sheet
      title={t("merge.title", { call: `${numberOf(call)} ${titleOf(call)}` })}
      lead={all.length === 0 ? t("merge.none") : t("merge.lead", { call: numberOf(call) })}
      onClose={props.onClose}
    >
      <form
        ref={inside}
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen.length > 0) props.onMerge(chosen);
        }}
      >
        <ul class="stack-s">
          {all.map((it) => (
            <li key={it.id}>
              <label class="row">
                <input type="checkbox" checked={marked.includes(it.id)} onChange={() => mark(it.id)} />
                <span class="grow">
                  <b>{numberOf(it)}</b> {titleOf(it)} · {whereOf(it)} · {clock(it.received_at)}
                </span>
              </label>
            </li>
          ))}
        </ul>
        <output class="b">{chosen.length === 0 ? t("merge.nothing") : mergeWords(call, chosen, desk)}</output>
        <button type="submit" class="btn pri full" disabled={chosen.length === 0}>
          {t("merge.do")}
        </button>
      </form>
      <button type="button" class="btn quiet full" onClick={props.onClose}>
        {s("back")}
      </button>
    </Sheet>
  );
};
