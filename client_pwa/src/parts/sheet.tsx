/** A sheet over the page: a native dialog, so focus stays inside, Escape and a tap beside it close. */
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { HelpBtn } from "./help";

export interface SheetProps {
  readonly title: string;
  readonly lead?: string;
  readonly onClose: () => void;
  /** Help stays reachable in the header of a phone's sheet. */
  readonly help?: boolean;
  readonly children: ComponentChildren;
}

export const Sheet = ({ title, lead, onClose, help, children }: SheetProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const name = useId();
  // A layout effect, not one a frame later: what can be seen can be tapped.
  useLayoutEffect(() => {
    const shown = dialog.current;
    const outside = (event: Event): void => {
      if (event.target === shown) onClose();
    };
    shown?.addEventListener("click", outside);
    return () => shown?.removeEventListener("click", outside);
  }, [onClose]);
  useLayoutEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    shown?.showModal();
    return () => {
      shown?.close();
      // The browser forgets where the focus was when the dialog leaves the page in the same moment.
      queueMicrotask(() => {
        const there = (before?.isConnected ? before : document.querySelector("h1")) as HTMLElement | null;
        there?.focus({ preventScroll: true });
      });
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="sheet stack"
      aria-labelledby={name}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="row top">
        <div class="grow">
          <h2 id={name} class="xl" tabIndex={-1}>
            {title}
          </h2>
          {lead !== undefined && <p class="dim">{lead}</p>}
        </div>
        {help === true && <HelpBtn />}
      </div>
      {children}
    </dialog>
  );
};
