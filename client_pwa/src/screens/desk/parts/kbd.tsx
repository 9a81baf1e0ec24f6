/** The key that does the same as the button it stands in. For the eye: a screen reader has the list of keys. */
export const Kbd = ({ children }: { readonly children: string }) => (
  <span class="kbd" aria-hidden="true">
    {children}
  </span>
);
