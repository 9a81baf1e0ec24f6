/** The stroke set: 24 px, decorative, always beside words. */

const STROKES = {
  alert: "M12 3.5L22 20.5H2zM12 10v4.5M12 17.5h.01",
  back: "M15 5l-7 7 7 7",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4",
  call: "M5 4h4l1.5 4.5L8 10c1 2.5 3.5 5 6 6l1.5-2.5L20 15v4a1.5 1.5 0 0 1-1.6 1.5C11 20 4 13 3.5 5.6A1.5 1.5 0 0 1 5 4z",
  check: "M5 12.5l4.5 4.5L19 7.5",
  chev: "M9 5l7 7-7 7",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18zM12 7v5l3.5 2",
  cloud: "M7 18.5h10a4 4 0 0 0 .6-7.95A6 6 0 0 0 6 9.8a4.4 4.4 0 0 0 1 8.7z",
  cloudoff: "M3.5 3.5l17 17M9 5.3A6 6 0 0 1 17.6 10.5a4 4 0 0 1 2.3 6.8M6.3 8.9A4.4 4.4 0 0 0 7 18.5h10",
  down: "M5 9l7 7 7-7",
  download: "M12 4v11M7 10.5l5 5 5-5M4 20h16",
  edit: "M4 20h4L19.5 8.5l-4-4L4 16z",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 0 0 6 3 3 0 1 0 0-6z",
  flag: "M5 21V4h13l-2.5 4.5L18 13H5",
  hand: "M7 12V6.5a1.5 1.5 0 0 1 3 0V11m0-6.5a1.5 1.5 0 0 1 3 0V11m0-5.5a1.5 1.5 0 0 1 3 0V12m0-3a1.5 1.5 0 0 1 3 0v5.5c0 4-2.5 6.5-6.5 6.5-3 0-4.6-1.2-6-3.5L4 14.2c-.8-1.6 1-2.7 2.1-1.5L7 13.7",
  home: "M4 11l8-7 8 7v8a1 1 0 0 1-1 1h-4v-6h-6v6H5a1 1 0 0 1-1-1z",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  lock: "M7.5 10.5h9a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-2.5 2.5h-9A2.5 2.5 0 0 1 5 18v-5a2.5 2.5 0 0 1 2.5-2.5zM8.5 10.5V7.5a3.5 3.5 0 0 1 7 0v3",
  minus: "M6 12h12",
  moon: "M20 14A8 8 0 1 1 10 4a6.5 6.5 0 0 0 10 10z",
  nav: "M4 11l16-7-7 16-2-7z",
  phone:
    "M9.5 2.5h5A2.5 2.5 0 0 1 17 5v14a2.5 2.5 0 0 1-2.5 2.5h-5A2.5 2.5 0 0 1 7 19V5a2.5 2.5 0 0 1 2.5-2.5zM11 18.5h2",
  pin: "M12 21s-7-6.2-7-11.5A7 7 0 0 1 19 9.5C19 14.8 12 21 12 21zM12 7.2a2.5 2.5 0 1 0 0 5 2.5 2.5 0 1 0 0-5z",
  plus: "M12 5v14M5 12h14",
  search: "M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 1 0 0-13zM16 16l4.5 4.5",
  send: "M4 12l16-8-5 16-3.5-6.5z",
  user: "M12 4a4 4 0 1 0 0 8 4 4 0 1 0 0-8zM4.5 20.5c1-4 4-6 7.5-6s6.5 2 7.5 6",
  users:
    "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 1 0 0-7zM2.5 20c.8-3.5 3.3-5.5 6.5-5.5s5.7 2 6.5 5.5M16 5.2a3.5 3.5 0 0 1 0 6.6M18.5 14.8c1.6.9 2.6 2.7 3 5.2",
  x: "M6 6l12 12M18 6L6 18",
} as const;

export type IconName = keyof typeof STROKES;

/** Back and forward arrows turn round where text runs from the right. */
const TURNS: ReadonlySet<IconName> = new Set(["back", "chev"]);

export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg class={TURNS.has(name) ? "i flip" : "i"} viewBox="0 0 24 24" aria-hidden="true">
    <path d={STROKES[name]} />
  </svg>
);
