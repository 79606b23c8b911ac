/** Puts the widget on the test page and finds things in it. */
import { NavArbeidsgiverhjelp, TAG } from "../src/element";
import { until } from "./server";

if (!customElements.get(TAG)) customElements.define(TAG, NavArbeidsgiverhjelp);

export class Page {
  readonly element: NavArbeidsgiverhjelp;

  constructor(attributes: Record<string, string> = {}) {
    this.element = document.createElement(TAG) as NavArbeidsgiverhjelp;
    for (const [name, value] of Object.entries(attributes)) this.element.setAttribute(name, value);
    document.body.append(this.element);
  }

  get root(): ShadowRoot {
    return this.element.shadowRoot!;
  }

  all(selector: string): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>(selector)];
  }

  /** The text of everything a selector finds. */
  text(selector = ".root"): string {
    return this.all(selector).map((node) => node.textContent).join("\n");
  }

  button(name: string): HTMLButtonElement {
    const found = this.all("button").filter((one) => (one.getAttribute("aria-label") ?? one.textContent)?.trim().startsWith(name));
    if (!found.length) throw new Error(`no button ${name}`);
    return found.at(-1) as HTMLButtonElement;
  }

  type(text: string, selector = ".composer textarea, .composer input"): void {
    const field = this.root.querySelector<HTMLTextAreaElement>(selector)!;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async send(text: string): Promise<void> {
    this.type(text);
    await until(() => this.root.querySelector<HTMLTextAreaElement>(".composer textarea, .composer input")?.value === text);
    this.button("Send").click();
  }
}
