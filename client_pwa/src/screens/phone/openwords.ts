/** Opening hours in words. */
import { say } from "../../text/later";
import { minuteText, type Opening } from "./hours";

export const openingWords = (is: Opening): string => {
  switch (is.is) {
    case "open":
      return is.until === null ? say("find.openAlways") : say("find.openUntil", { time: minuteText(is.until) });
    case "closed":
      return is.opens === null ? say("find.closed") : say("find.opensAt", { time: minuteText(is.opens) });
    case "unknown":
      return say("find.hoursUnknown");
  }
};
