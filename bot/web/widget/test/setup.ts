/** What jsdom lacks and the widget needs: dialogs, adopted style sheets, sizes. */
import { afterEach, vi } from "vitest";

const inPage = typeof document !== "undefined";

if (inPage) prepare();

function prepare(): void {
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.setAttribute("open", "");
};
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.removeAttribute("open");
};
Object.assign(globalThis, {
  CSSStyleSheet: class {
    text = "";
    replaceSync(css: string): void {
      this.text = css;
    }
  },
  matchMedia: () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }),
});
Object.defineProperty(ShadowRoot.prototype, "adoptedStyleSheets", { value: [], writable: true, configurable: true });
}

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  if (!inPage) return;
  document.body.replaceChildren();
  document.documentElement.removeAttribute("lang");
  localStorage.clear();
  sessionStorage.clear();
});
