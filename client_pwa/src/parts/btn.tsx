/** A button, or a link that looks like one. Exactly one `pri` on a phone screen, in its lower third. */
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon";

export interface BtnProps {
  readonly kind?: "pri" | "quiet" | "alarm" | "plain" | undefined;
  readonly size?: "sm" | "huge";
  readonly icon?: IconName;
  readonly full?: boolean;
  /** Words at the start instead of the middle. */
  readonly start?: boolean;
  readonly disabled?: boolean;
  /** Somewhere to go: then it is a link. Paths of the app stay in the app; `tel:` and `geo:` leave it. */
  readonly href?: string;
  readonly onPress?: () => void;
  /** What a screen reader says instead of the words. */
  readonly says?: string;
  readonly children: ComponentChildren;
}

export const Btn = (props: BtnProps) => {
  const look = ["btn", props.kind, props.size, props.full && "full", props.start && "start"].filter(Boolean).join(" ");
  const inside = (
    <>
      {props.icon !== undefined && <Icon name={props.icon} />}
      {props.children}
    </>
  );
  if (props.href !== undefined) {
    return (
      <a class={look} href={props.href} onClick={props.onPress} aria-label={props.says}>
        {inside}
      </a>
    );
  }
  return (
    // Off, it keeps the focus: a browser drops it from a button that is disabled while it is held.
    <button
      type="button"
      class={look}
      aria-disabled={props.disabled === true || undefined}
      onClick={props.disabled === true ? undefined : props.onPress}
      aria-label={props.says}
    >
      {inside}
    </button>
  );
};
