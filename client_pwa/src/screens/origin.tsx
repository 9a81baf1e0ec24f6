/** The page of an address that cannot keep anything safe. */
import { Icon } from "../parts/icon";
import type { Missing } from "../sync/client";
import { o } from "../text/origin";
import { Plain } from "./gate";

/** ":7270", or nothing where the address names no port. */
const port = location.port === "" ? "" : `:${location.port}`;

/** The address cannot keep anything safe: say what is missing and how to get a safe one, and start nothing. */
export const UnsafeOrigin = ({ missing }: { readonly missing: readonly Missing[] }) => (
  <Plain title={o("origin.title")} lead={o("origin.lead")}>
    <div class="card alarmbox stack-s">
      <h2>{o("origin.missing")}</h2>
      <ul class="stack-s">
        {missing.map((what) => (
          <li key={what} class="row top tight">
            <Icon name="x" />
            <span>{o(`missing.${what}`)}</span>
          </li>
        ))}
      </ul>
    </div>
    <div class="card stack-s">
      <h2>{o("origin.how")}</h2>
      <ul class="stack-s">
        {(["https", "local", "cable", "browser"] as const).map((way) => (
          <li key={way} class="row top tight">
            <Icon name="check" />
            <span>{o(`origin.how.${way}`, { port })}</span>
          </li>
        ))}
      </ul>
    </div>
  </Plain>
);
