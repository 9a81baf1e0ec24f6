/**
 * What stands first in the core: its sentences and lists side by side, then the engine.
 *
 * gzip finds again what it saw within the last 32 kB. In the order of need, sentences lie between the screens that say
 * them, and the core is half a kilobyte more.
 */
import "./text/codes.en";
import "./text/phone.en";
import "./text/shell.en";
import "./schema";
import "./sync/client";
