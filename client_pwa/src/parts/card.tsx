/** Boxes: a card holds one matter, an item is a row to open, a note says something with an icon. */
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon";

export type Tone = "tint" | "warn" | "alarmbox" | "conf" | "flat" | "hero" | "invert";

export const Card = (props: {
  readonly tone?: Tone | undefined;
  /** Space between the children: small or normal. */
  readonly stack?: "s" | "m";
  readonly children: ComponentChildren;
}) => {
  const stack = props.stack === "s" ? "stack-s" : "stack";
  return <div class={`card ${stack} ${props.tone ?? ""}`}>{props.children}</div>;
};

/** A row of a list; with `href` the whole row opens it. */
export const Item = (props: { readonly href?: string; readonly children: ComponentChildren }) =>
  props.href === undefined ? (
    <div class="item">{props.children}</div>
  ) : (
    <a class="item" href={props.href}>
      {props.children}
    </a>
  );

export const Note = (props: {
  readonly tone: "tint" | "warn" | "alarmbox" | "conf";
  readonly icon: IconName;
  readonly children: ComponentChildren;
}) => (
  <div class={`note ${props.tone}`}>
    <Icon name={props.icon} />
    <div class="grow">{props.children}</div>
  </div>
);

/** A fact with its icon: the icon is for the eye, `name` is what a screen reader says instead. */
export const Fact = (props: {
  readonly icon: IconName;
  readonly name: string;
  /** Show the name too, where the words alone would not tell what they are about. */
  readonly said?: boolean;
  readonly children: ComponentChildren;
}) => (
  <div class="row top">
    <dt>
      <Icon name={props.icon} />
      <span class="sr">{props.name}</span>
    </dt>
    <dd class="grow">
      {props.said === true && (
        <span class="s dim" aria-hidden="true">
          {props.name}:{" "}
        </span>
      )}
      {props.children}
    </dd>
  </div>
);
