/** One motif for ladders and timelines. Shape carries the state: filled, ring with a dot, open, square, dashed. */
import { s } from "../text/shell";
import { Icon } from "./icon";

/** `wait` is done on this phone and not sent yet; `unsure` was passed, and nobody told when. */
export type StepState = "done" | "now" | "todo" | "fail" | "wait" | "unsure";

export interface Step {
  readonly key: string;
  readonly state: StepState;
  readonly label: string;
  /** Saved on this phone and not sent: drawn dashed, and said. */
  readonly unsent?: boolean;
  /** A time or a short reason under (or after) the label. */
  readonly detail?: string;
}

const LOOK: Readonly<Record<StepState, string>> = {
  done: "done",
  now: "now",
  todo: "",
  fail: "fail",
  wait: "done wait",
  unsure: "wait",
};

const look = (step: Step): string => {
  const dashed = step.unsent === true && step.state !== "wait";
  return dashed ? `${LOOK[step.state]} wait` : LOOK[step.state];
};

const Node = ({ step }: { readonly step: Step }) => (
  <>
    <span class="node">
      {(step.state === "done" || step.state === "wait") && <Icon name="check" />}
      {step.state === "fail" && <Icon name="x" />}
    </span>
    <span class="sr">
      {s(`node.${step.state}`)} {step.unsent === true && step.state !== "wait" && `${s("node.wait")} `}
    </span>
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
      <li key={step.key} class={look(step)} aria-current={step.state === "now" ? "step" : undefined}>
        <Node step={step} />
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
      <li key={step.key} class={look(step)}>
        <Node step={step} />
        {step.detail !== undefined && <time>{step.detail}</time>}
        {step.label}
      </li>
    ))}
  </ol>
);
