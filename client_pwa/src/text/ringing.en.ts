/** What stands on a locked screen: whoever sees it learns nothing. Also spoken where no page is open. */
export const en = {
  title: "727",
  body: "Dispatch needs you. Tap to open.",
} as const;
