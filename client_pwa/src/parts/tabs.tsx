/** The phone's tab bar: Now, Find help, Promises, Me, and Help always at the end. */
import { s } from "../text/shell";
import { HelpTab } from "./help";
import { Icon, type IconName } from "./icon";

export type Tab = "now" | "find" | "promises" | "me";

const TABS: readonly (readonly [Tab, string, IconName])[] = [
  ["now", "/now", "home"],
  ["find", "/find", "search"],
  ["promises", "/promises", "clock"],
  ["me", "/me", "user"],
];

export const Tabs = ({ current }: { readonly current: Tab }) => (
  <nav class="tabs" aria-label={s("tabs.main")}>
    {TABS.map(([tab, href, icon]) => (
      <a key={tab} href={href} aria-current={tab === current ? "page" : undefined}>
        <Icon name={icon} />
        {s(`tabs.${tab}`)}
      </a>
    ))}
    <HelpTab />
  </nav>
);
