/** One question of a form. Open while it is asked, one line once it is answered, dashed while it is to come. */
import type { ComponentChildren } from "preact";
import { s } from "../text/shell";
import { Icon, type IconName } from "./icon";

export interface AxisProps {
  readonly id: string;
  readonly title: string;
  readonly hint?: string;
  /** This is the question to answer next. */
  readonly now?: boolean;
  readonly children: ComponentChildren;
}

/** Asked now: title, hint, and the answers to tap. */
export const Axis = ({ id, title, hint, now, children }: AxisProps) => (
  <section class={now === true ? "axis stack now" : "axis stack"} id={id} aria-labelledby={`${id}-q`}>
    <div>
      <h2 id={`${id}-q`}>{title}</h2>
      {hint !== undefined && <p class="s dim">{hint}</p>}
    </div>
    {children}
  </section>
);

/** Answered: the answer in words, and Change. */
export const AxisSum = (props: {
  readonly id?: string;
  readonly title?: string;
  /** Say the question to screen readers only. */
  readonly brief?: boolean;
  readonly answer: string;
  readonly rest?: string;
  readonly onChange: () => void;
}) => (
  <button type="button" class="axis sum" id={props.id} onClick={props.onChange}>
    <span class="tick">
      <Icon name="check" />
    </span>
    <span class="grow">
      {props.title !== undefined && (
        <>
          <span class={props.brief === true ? "sr" : "s"}>{props.title} </span>
          {props.brief !== true && <br />}
        </>
      )}
      <b>{props.answer}</b>
      {props.rest !== undefined && props.rest !== "" && ` · ${props.rest}`}
    </span>
    <span class="s b">{s("change")}</span>
  </button>
);

/** To come: its number and its name. */
export const AxisTodo = (props: {
  readonly id?: string;
  readonly n: number;
  readonly title: string;
  readonly onOpen: () => void;
}) => (
  <button type="button" class="axis todo" id={props.id} onClick={props.onOpen}>
    <b>{props.n}</b>
    <span class="grow">{props.title}</span>
  </button>
);

/** Not asked, and why: nothing to tap. */
export const AxisTold = (props: { readonly icon: IconName; readonly children: ComponentChildren }) => (
  <div class="axis todo told">
    <Icon name={props.icon} />
    <span class="grow">{props.children}</span>
  </div>
);
