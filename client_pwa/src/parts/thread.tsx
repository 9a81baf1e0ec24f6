/** One motif for ladders and timelines. Shape carries the state: filled, ring with a dot, open, square, dashed. */
import { s } from "../text/shell";
import { Icon } from "./icon";

/** `wait` is done on this phone and not sent yet. */
export type StepState = "done" | "now" | "todo" | "fail" | "wait";

export interface Step {
  readonly key: string;
  readonly state: StepState;
  readonly label: string;
  /** A time or a short reason under (or after) the label. */
  readonly detail?: string;
}

const LOOK: Readonly<Record<StepState, string>> = {
  done: "done",
  now: "now",
  todo: "",
  fail: "fail",
  wait: "done wait",
};

const Node = ({ state }: { readonly state: StepState }) => (
  <>
    <span class="node">
      {(state === "done" || state === "wait") && <Icon name="check" />}
      {state === "fail" && <Icon name="x" />}
    </span>
    <span class="sr">{s(`node.${state}`)} </span>
  </>
);

interface ThreadProps {
  readonly label: string;
  readonly steps: readonly Step[];
}

/** Across; becomes vertical where the text is too big for it. */
export const HThread = ({ label, steps }: ThreadProps) => (
  <ol class="hthread ladder" aria-label={label}>
    {steps.map((step) => (
      <li key={step.key} class={LOOK[step.state]} aria-current={step.state === "now" ? "step" : undefined}>
        <Node state={step.state} />
        {step.label}
        {step.detail !== undefined && <span class="detail dim"> {step.detail}</span>}
      </li>
    ))}
  </ol>
);

/** Down, oldest first; the detail stands at the end of the line. */
export const Thread = ({ label, steps }: ThreadProps) => (
  <ol class="thread" aria-label={label}>
    {steps.map((step) => (
      <li key={step.key} class={LOOK[step.state]}>
        <Node state={step.state} />
        {step.detail !== undefined && <time>{step.detail}</time>}
        {step.label}
      </li>
    ))}
  </ol>
);
