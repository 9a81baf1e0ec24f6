/** Opening hours in words. */
import { t } from "../../text/phone";
import { minuteText, type Opening } from "./hours";

export const openingWords = (is: Opening): string => {
  switch (is.is) {
    case "open":
      return is.until === null ? t("find.openAlways") : t("find.openUntil", { time: minuteText(is.until) });
    case "closed":
      return is.opens === null ? t("find.closed") : t("find.opensAt", { time: minuteText(is.opens) });
    case "unknown":
      return t("find.hoursUnknown");
  }
};
