/** A row that opens: what is not needed at once, under one name. */
import type { ComponentChildren } from "preact";
import { Icon } from "./icon";

export const Foldout = (props: {
  readonly title: string;
  /** A few words at the end of the row. */
  readonly end?: ComponentChildren;
  /** Opens and shuts it when it changes; between that it is the person's. */
  readonly open?: boolean;
  readonly children: ComponentChildren;
}) => (
  <details class="item" open={props.open}>
    <summary class="row b">
      <span class="grow">{props.title}</span>
      {props.end}
      <Icon name="down" />
    </summary>
    {props.children}
  </details>
);
