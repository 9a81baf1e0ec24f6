import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const HERE = new URL(".", import.meta.url);
const SHEETS = readdirSync(HERE).filter((name) => name.endsWith(".css"));

interface Declared {
  readonly property: string;
  readonly value: string;
}

/** Every declaration of a sheet, whatever block it stands in. Conditions of `@media` and `@container` are none. */
const declarations = (css: string): readonly Declared[] =>
  [...css.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/(?<=[{;]\s*)(-{0,2}[a-z][\w-]*)\s*:\s*([^;{}]+)(?=[;}])/g)].map(
    ([, property = "", value = ""]) => ({ property, value: value.trim() }),
  );

const SIDE = /^(?:(?:margin|padding|border|scroll-margin|scroll-padding|inset)-)?(?:left|right|top|bottom)\b/;
const SIZE = /^(?:min-|max-)?(?:width|height)$/;
const CORNER = /^border-(?:top|bottom)-(?:left|right)-radius$/;

/** Whether its third and fourth side differ from each other, as they must not where left and right change places. */
const isUneven = ({ property, value }: Declared): boolean => {
  const sides = value.replace(/\((?:[^()]|\([^()]*\))*\)/g, "").split(/\s+/);
  return /^(?:margin|padding|inset)$/.test(property) && sides.length === 4 && sides[1] !== sides[3];
};

const isPhysical = (declared: Declared): boolean =>
  SIDE.test(declared.property) ||
  SIZE.test(declared.property) ||
  CORNER.test(declared.property) ||
  (/^(?:text-align|float|clear)$/.test(declared.property) && /^(?:left|right)$/.test(declared.value)) ||
  isUneven(declared);

const COLOUR = /#[\da-f]{3,8}\b|\b(?:rgb|hsl|oklch|color)a?\(/i;
/** Shades of what lies under something, and what is printed on white paper. */
const SHADE = /^(?:box-shadow|background-image)$/;

describe.each(SHEETS)("%s", (name) => {
  const found = declarations(readFileSync(new URL(name, HERE), "utf8"));

  it("says start and end, never left and right: a page that is read from the right is the mirror of this one", () => {
    expect(found.length).toBeGreaterThan(10);
    expect(found.filter(isPhysical)).toEqual([]);
  });

  it("changes no ground slowly under words that change at once", () => {
    expect(found.filter(({ property, value }) => property === "transition" && /background\b(?!-)/.test(value))).toEqual(
      [],
    );
  });
});

it("a colour has one home", () => {
  const screens = SHEETS.filter((name) => name !== "tokens.css").map((name) => {
    const css = readFileSync(new URL(name, HERE), "utf8");
    return declarations(css.replace(/@media print \{[\s\S]*?\n\}/g, "")).filter(
      ({ property, value }) => COLOUR.test(value) && !SHADE.test(property) && !value.startsWith("rgb(10 14 12"),
    );
  });

  expect(screens.flat()).toEqual([]);
});

it.each([
  "a { left: 0; }",
  "a { color: red; margin-left: 4px }",
  "a { width: 4px; }",
  "a { text-align: right; }",
  "a { padding: 1px 2px 3px 4px; }",
  "@media (max-width: 9em) { a { border-top-left-radius: 1px; } }",
])("a side is found in %s", (css) => {
  expect(declarations(css).filter(isPhysical)).toHaveLength(1);
});

it("what has no side is left alone", () => {
  const css = "@media (max-width: 9em) { a:hover { inset-inline-start: 0; inline-size: 1px; border-width: 1px; } }";

  expect(declarations(css)).toHaveLength(3);
  expect(declarations(css).filter(isPhysical)).toEqual([]);
});
