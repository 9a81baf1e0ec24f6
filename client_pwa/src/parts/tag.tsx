/** Small words with a shape: a state, an age, a priority. */
import type { ComponentChildren } from "preact";
import type { PriorityCode } from "../schema";
import { Icon, type IconName } from "./icon";

export const Tag = (props: {
  readonly tone?: "tint" | "warn" | "alarmbox" | "line";
  readonly icon?: IconName;
  readonly children: ComponentChildren;
}) => (
  <span class={`tag ${props.tone ?? ""}`}>
    {props.icon !== undefined && <Icon name={props.icon} />}
    {props.children}
  </span>
);

/** Weight and border, not a traffic light: P1 filled, P2 thick, P3 thin, P4 dashed. */
export const Prio = ({ priority }: { readonly priority: PriorityCode }) => (
  <span class={`prio ${priority.toLowerCase()}`}>{priority}</span>
);
