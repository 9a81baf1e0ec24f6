/** The key that does the same as the button it stands in. For the eye: a screen reader has the list of keys. */
import { letters } from "./letters";

export const Kbd = ({ children }: { readonly children: string }) =>
  // One character works only while letters do something.
  children.length === 1 && !letters.value ? null : (
    <span class="kbd" aria-hidden="true">
      {children}
    </span>
  );
