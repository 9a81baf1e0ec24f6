import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const CSS = readFileSync(new URL("tokens.css", import.meta.url), "utf8");

type Tokens = ReadonlyMap<string, string>;

const block = (selector: string): Tokens => {
  const at = CSS.indexOf(`${selector} {`);
  const body = CSS.slice(at, CSS.indexOf("}", at));
  return new Map([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((found) => [found[1] ?? "", found[2] ?? ""]));
};

const LIGHT = block(":root");
const THEMES: Readonly<Record<string, Tokens>> = {
  light: LIGHT,
  dark: new Map([...LIGHT, ...block('[data-theme="dark"]')]),
  night: new Map([...LIGHT, ...block('[data-theme="night"]')]),
};

/** Red, green and blue of a role, 0 to 1; a role may name another. */
const rgb = (tokens: Tokens, role: string): readonly [number, number, number] => {
  const value = tokens.get(role) ?? "";
  const named = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
  if (named !== undefined) return rgb(tokens, named);
  const hex = value.slice(1).length === 3 ? value.slice(1).replace(/./g, "$&$&") : value.slice(1);
  const part = (from: number): number => Number.parseInt(hex.slice(from, from + 2), 16) / 255;
  return [part(0), part(2), part(4)];
};

const luminance = (colour: readonly [number, number, number]): number => {
  const [r, g, b] = colour.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
};

const contrast = (tokens: Tokens, text: string, ground: string): number => {
  const [high, low] = [luminance(rgb(tokens, text)), luminance(rgb(tokens, ground))].sort((a, b) => b - a);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
};

const PAIRS = [
  ["brand", "paper"],
  ["brand", "surface"],
  ["on-brand", "brand"],
  ["brand-ink", "brand-soft"],
  ["sun-ink", "sun-soft"],
  ["on-clay", "clay"],
  ["clay", "surface"],
  ["clay-ink", "clay-soft"],
  ["on-plum", "plum"],
  ["plum", "surface"],
  ["plum-ink", "plum-soft"],
  ["on-hero", "hero"],
  ["on-band", "band"],
  ["ink", "sunk"],
  ["ink-2", "sunk"],
] as const;

describe.each(Object.entries(THEMES))("%s", (_theme, tokens) => {
  it.each(PAIRS)("%s is read on %s", (text, ground) => {
    expect(contrast(tokens, text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ["ink", "paper"],
    ["ink", "surface"],
    ["ink-2", "paper"],
    ["ink-2", "surface"],
  ])("%s is read on %s in the sun", (text, ground) => {
    expect(contrast(tokens, text, ground)).toBeGreaterThanOrEqual(7);
  });

  it("the edge of what can be tapped is seen", () => {
    expect(contrast(tokens, "edge", "surface")).toBeGreaterThanOrEqual(3);
    expect(contrast(tokens, "edge", "paper")).toBeGreaterThanOrEqual(3);
  });
});

const hue = ([r, g, b]: readonly [number, number, number]): number => {
  const span = Math.max(r, g, b) - Math.min(r, g, b);
  if (span === 0) return 90;
  if (Math.max(r, g, b) === r) return (60 * ((g - b) / span) + 360) % 360;
  return Math.max(r, g, b) === g ? 60 * ((b - r) / span + 2) : 60 * ((r - g) / span + 4);
};

describe("night", () => {
  const night = block('[data-theme="night"]');
  const colours = [...night].filter(([, value]) => value.startsWith("#")).map(([role]) => role);

  it.each(colours)("%s has no red hue", (role) => {
    const angle = hue(rgb(night, role));

    expect(angle).toBeGreaterThanOrEqual(25);
    expect(angle).toBeLessThanOrEqual(335);
  });

  it.each(colours)("%s is no brighter than the alarm", (role) => {
    expect(luminance(rgb(night, role))).toBeLessThanOrEqual(luminance(rgb(night, "clay")));
  });
});
