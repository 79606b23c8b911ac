/** Style sheets that a strict Content-Security-Policy allows: made by script, adopted by the shadow root. */
import tokens from "virtual:tokens";
import base from "./styles/base.css?inline";
import forms from "./styles/forms.css?inline";
import kinds from "./styles/kinds.css?inline";
import panel from "./styles/panel.css?inline";
import print from "./styles/print.css?inline";

const SHEETS = [tokens, base, panel, kinds, forms, print];

let unitRegistered = false;

/** Make our unit a length that is worked out once, at the root of the widget. */
function registerUnit(): void {
  if (unitRegistered) return;
  unitRegistered = true;
  try {
    CSS.registerProperty({ name: "--nah-rem", syntax: "<length>", inherits: true, initialValue: "16px" });
  } catch {
    // An older browser, or a page with two widgets: sizes are then worked out where they are used.
  }
}

export function adopt(root: ShadowRoot): void {
  registerUnit();
  const sheets = SHEETS.map((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  });
  root.adoptedStyleSheets = sheets;
}
