/** The script a page includes: defines the element, and adds one where the page has none. */
import { NavArbeidsgiverhjelp, TAG } from "./element";

const ATTRIBUTES = ["lang", "open", "question", "position", "theme", "api"];

const script = document.currentScript as HTMLScriptElement | null;
if (script?.src) NavArbeidsgiverhjelp.base = new URL(script.src).origin;

function start(): void {
  if (document.querySelector(TAG)) return;
  const element = document.createElement(TAG);
  for (const name of ATTRIBUTES) {
    const value = script?.getAttribute(`data-${name}`);
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  document.body.append(element);
}

// A page that includes the script twice keeps the first.
if (!customElements.get(TAG)) {
  customElements.define(TAG, NavArbeidsgiverhjelp);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}
