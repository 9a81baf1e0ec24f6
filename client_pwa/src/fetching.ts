/** How a part of the app is fetched that brings styles of its own; lighter.ts puts this in the place of Vite's way. */

/** Resolves when the page wears the styles of this file. Rejects where it cannot be had, and may be asked again. */
const wear = (file: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const href = `/${file}`;
    const worn = document.querySelector<HTMLLinkElement>(`link[href="${href}"]`);
    const link = worn ?? document.createElement("link");
    if (link.sheet !== null) return resolve();
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => {
      link.remove();
      reject(new Error(file));
    });
    if (worn !== null) return;
    link.rel = "stylesheet";
    link.href = href;
    document.head.append(link);
  });

/** The part, once its styles are there: nothing is drawn bare. Vite calls it by this name. */
export const __vitePreload = async <T>(part: () => Promise<T>, styles: readonly string[] = []): Promise<T> => {
  await Promise.all(styles.map(wear));
  return part();
};
