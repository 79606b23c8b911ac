/**
 * Build step for the styles: picks the Aksel design tokens that are used, and makes `rem` independent of the page.
 *
 * The whole token file is larger than the rest of the widget's styles. Only the custom properties that our styles
 * name, and those they point to, go into the script. A page may set any font size on its root element, so `rem` means
 * nothing reliable inside it; our own unit is the reader's chosen text size.
 */
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Plugin } from "vite";

const VIRTUAL = "virtual:tokens";

type Tokens = Map<string, string>;

/** Returns the declarations of the blocks whose selector satisfies a test; later ones win. */
function declarations(css: string, wanted: (selector: string) => boolean): Tokens {
  const found: Tokens = new Map();
  for (const [, selector, body] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (!selector || !wanted(selector.trim())) continue;
    for (const [, name, value] of (body ?? "").matchAll(/(--ax-[\w-]+):\s*([^;]+);/g)) {
      if (name && value) found.set(name, value.trim());
    }
  }
  return found;
}

/** Returns the tokens that a style names. */
function named(css: string): Set<string> {
  return new Set(Array.from(css.matchAll(/var\((--ax-[\w-]+)/g), (match) => match[1]!));
}

/** Returns the tokens that are reached from some names. */
function reach(names: Iterable<string>, tokens: Tokens): Tokens {
  const reached: Tokens = new Map();
  const open = [...names];
  while (open.length) {
    const name = open.pop()!;
    const value = tokens.get(name);
    if (reached.has(name)) continue;
    if (value === undefined) throw new Error(`Aksel has no token ${name}`);
    reached.set(name, value);
    open.push(...named(value));
  }
  return reached;
}

function block(selector: string, tokens: Tokens): string {
  return `${selector}{${[...tokens].map(([name, value]) => `${name}:${value}`).join(";")}}`;
}

/** Replaces `rem` by our own unit. */
export function ownUnit(css: string): string {
  return css.replace(/(?<![\w.-])(\d*\.?\d+)rem\b/g, "calc(var(--nah-rem) * $1)");
}

/** Returns the style sheet of the tokens that the styles in a folder use, for light and dark. */
export function tokenSheet(folder: string): string {
  const source = readFileSync(createRequire(import.meta.url).resolve("@navikt/ds-tokens/css"), "utf-8");
  const own = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf-8")).join("\n");
  const used = named(own);
  const light = declarations(source, (selector) => /(^|,\s*)(:root|:host)\b/.test(selector));
  const dark = declarations(source, (selector) => /^\.dark\b/.test(selector));
  const all = reach(used, light);
  const ofDark = reach(used, new Map([...light, ...dark]));
  const changed = new Map([...ofDark].filter(([name, value]) => all.get(name) !== value));
  const css = [
    block(".root", all),
    `@media (prefers-color-scheme: dark){${block('.root:not([data-theme="light"])', changed)}}`,
    block('.root[data-theme="dark"]', changed),
  ].join("\n");
  return ownUnit(css);
}

/** The Vite plugin: `virtual:tokens` is the style sheet, and every style of ours gets our unit. */
export function tokens(folder: string): Plugin {
  return {
    name: "aksel-tokens",
    enforce: "pre",
    resolveId: (id) => (id === VIRTUAL ? `\0${VIRTUAL}` : undefined),
    load: (id) => (id === `\0${VIRTUAL}` ? `export default ${JSON.stringify(tokenSheet(folder))}` : undefined),
    transform: (code, id) => (id.includes("/src/styles/") && /\.css(\?|$)/.test(id) ? ownUnit(code) : undefined),
  };
}
