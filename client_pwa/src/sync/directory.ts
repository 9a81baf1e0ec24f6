/** The directory, whole and offline: one encrypted blob, fetched anew when the feed tells of a new version. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Directory, DirectoryVersion } from "../schema";
import { type Bytes, sha256, text } from "./bytes";
import type { Home } from "./device";
import type { Locker } from "./locker";
import type { Ports } from "./ports";
import { told } from "./wire";

/** After a fetch that failed, wait this long before the next. */
const AGAIN_MS = 15_000;

export interface DirectoryKeeper {
  readonly current: ReadonlySignal<Directory | null>;
  /** Fetch what the feed names, unless it is here already or was tried a moment ago. */
  readonly want: (version: DirectoryVersion | undefined) => void;
}

/** Open the stored directory of a person; a blob that cannot be opened is as good as none. */
export const openDirectory = async (
  home: Home,
  locker: Locker,
  person: string,
  ports: Ports,
): Promise<DirectoryKeeper> => {
  const current = signal<Directory | null>(null);
  const blob = await home.db.use((open) => open.get("blob", person));
  const stored = blob === undefined ? undefined : await locker.open("blob", person, blob.box);
  let here: string | null = null;
  if (blob !== undefined && stored !== undefined) {
    here = blob.sha256;
    current.value = stored as Directory;
  }
  let fetching = false;
  let tried_at = Number.NEGATIVE_INFINITY;

  const take = async ({ url, sha256: hash, version }: DirectoryVersion): Promise<void> => {
    const bytes = await fetched(ports, url);
    if (bytes === null || (await sha256(bytes)) !== hash) return;
    const directory = told(text(bytes)) as Directory;
    const box = await locker.seal("blob", person, directory);
    await home.db.use((open) => open.put("blob", { version, sha256: hash, box }, person));
    here = hash;
    current.value = directory;
  };
  return {
    current,
    want: (version) => {
      if (version === undefined || version.sha256 === here || fetching) return;
      if (ports.mono() - tried_at < AGAIN_MS) return;
      fetching = true;
      tried_at = ports.mono();
      const done = (): void => {
        fetching = false;
      };
      take(version).then(done, done);
    },
  };
};

const fetched = async (ports: Ports, url: string): Promise<Bytes | null> => {
  // Only our own server, whatever a row says.
  if (!url.startsWith("/api/")) return null;
  const response = await ports.fetch(url, { method: "GET", cache: "no-store" });
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
};
