/** When something was, for a list that reaches over midnight. */
import { clock, day } from "../../../text/times";

/** "29 Nov 02:09", by the desk's own zone. */
export const when = (at: number): string => `${day(at)} ${clock(at)}`;
