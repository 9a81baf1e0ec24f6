/** A quiet row: a new version is ready. Changing to it is the person's tap. */
import { s } from "../text/shell";
import { useApp } from "./app";
import { Btn } from "./btn";

export const Renewal = () => {
  const { renewal } = useApp();
  const renew = renewal.value;
  if (renew === null) return null;
  return (
    <div class="item row wrap">
      <span class="grow">{s("app.update")}</span>
      <Btn size="sm" onPress={renew}>
        {s("app.updateNow")}
      </Btn>
    </div>
  );
};
