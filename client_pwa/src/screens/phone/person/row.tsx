/** A row of the form that says what is known of the person, and the sheet it opens. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Btn } from "../../../parts/btn";
import { Icon, type IconName } from "../../../parts/icon";
import { Sheet } from "../../../parts/sheet";
import { s } from "../../../text/shell";

export const PersonSheet = (props: {
  readonly icon: IconName;
  readonly title: string;
  /** What is known so far, or why it may stay open. */
  readonly sum: string;
  readonly lead: string;
  readonly children: ComponentChildren;
}) => {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="axis todo" onClick={() => setOpen(true)}>
        <Icon name={props.icon} />
        <span class="grow">
          {props.title}
          <br />
          <span class="s">{props.sum}</span>
        </span>
      </button>
      {open && (
        <Sheet title={props.title} help onClose={() => setOpen(false)}>
          <p class="dim">{props.lead}</p>
          {props.children}
          <Btn kind="pri" full onPress={() => setOpen(false)}>
            {s("close")}
          </Btn>
        </Sheet>
      )}
    </>
  );
};
