/** How much of something is left or used, 0 to 1. Decorative: words beside it say the same. */
export const Bar = ({ part }: { readonly part: number }) => (
  <div class="bar" aria-hidden="true">
    <i style={{ inlineSize: `${Math.round(Math.min(1, Math.max(0, part)) * 100)}%` }} />
  </div>
);
