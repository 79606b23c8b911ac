/** The custom element: its attributes, its small API, and the life of the widget inside. */
import { h, render } from "preact";
import { Client } from "./api/client";
import type { Language } from "./api/types";
import { fromTag } from "./i18n/index";
import { Conversation, isOpen } from "./model/conversation";
import { Session } from "./model/session";
import { adopt } from "./styles";
import { App, type Shell } from "./ui/app";
import { isSmall } from "./ui/viewport";

export const TAG = "nav-arbeidsgiverhjelp";
const POSITIONS = ["bottom-right", "bottom-left"];
const THEMES = ["light", "dark"];

/** What a page can listen to. Texts are never passed on. */
export interface WidgetEvents {
  open: undefined;
  close: undefined;
  language: Language;
  message: { author: string; kind: string };
  handoff: { state: string | null };
  ended: "deleted" | "gone" | "restarted";
}

type Listener<Name extends keyof WidgetEvents> = (detail: WidgetEvents[Name]) => void;

export class NavArbeidsgiverhjelp extends HTMLElement {
  static readonly observedAttributes = ["lang", "open", "question", "position", "theme"];
  /** Where the web API is, unless the attribute `api` says otherwise: where the script came from. */
  static base = location.origin;

  private readonly root = this.attachShadow({ mode: "open" });
  private model: Conversation | null = null;
  private session: Session | null = null;
  private chosen: Language | null = null;
  private shell: Shell = {
    open: false, takeFocus: false, inline: false, position: "bottom-right", theme: "", language: "nb", draft: "", code: "",
  };
  private readonly listeners = new Map<string, Set<(detail: never) => void>>();

  connectedCallback(): void {
    if (this.model) return;
    adopt(this.root);
    const base = new URL(this.getAttribute("api") ?? NavArbeidsgiverhjelp.base, location.href).href;
    this.session = new Session(base);
    this.model = new Conversation(new Client(base), this.session);
    this.model.speaks(() => this.shell.language);
    this.chosen = fromTag(this.session.language);
    this.follow(this.model);
    this.shell = {
      ...this.shell,
      ...this.options(),
      draft: this.getAttribute("question") ?? "",
      code: this.takeCode(),
    };
    const openAtOnce = this.shell.inline || (this.hasAttribute("open") && !isSmall()) || this.session.wasOpen;
    this.change({ open: openAtOnce || this.shell.code !== "", takeFocus: this.shell.code !== "" });
    if (this.shell.open || this.model.exists) void this.model.open();
  }

  disconnectedCallback(): void {
    // A page may move the element: only a removal that lasts ends it.
    queueMicrotask(() => {
      if (this.isConnected) return;
      render(null, this.root);
      this.model?.close();
      this.model = null;
    });
  }

  attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    if (!this.model || before === value) return;
    if (name === "question") this.change({ draft: value ?? "" });
    else if (name === "open") value === null ? this.close() : this.open();
    else {
      if (name === "lang") this.chosen = null;
      this.change(this.options());
    }
  }

  /** Open the panel and move the focus there. */
  open(): void {
    if (!this.shell.open) this.change({ open: true, takeFocus: true });
  }

  /** Close the panel. */
  close(): void {
    if (this.shell.open && !this.shell.inline) this.change({ open: false });
  }

  /** Open the panel and ask a question. */
  ask(text: string): void {
    const question = text.trim();
    this.open();
    if (question) this.model?.send(question);
  }

  /** Listen to what happens; returns how to stop. */
  on<Name extends keyof WidgetEvents>(name: Name, listener: Listener<Name>): () => void {
    const listeners = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, listeners.add(listener as (detail: never) => void));
    return () => listeners.delete(listener as (detail: never) => void);
  }

  private follow(model: Conversation): void {
    model.on("arrived", (messages) => {
      for (const { author, custom } of messages) this.tell("message", { author, kind: custom?.kind ?? "" });
    });
    model.on("handoff", (handoff) => this.tell("handoff", { state: isOpen(handoff) ? handoff.state : null }));
    model.on("ended", (why) => this.tell("ended", why));
    model.on("language", (language) => {
      // The conversation's language leads, unless the employer has picked one here.
      if (!this.chosen && language !== this.shell.language) this.change({ language });
    });
  }

  private options(): Pick<Shell, "inline" | "position" | "theme" | "language"> {
    const position = this.getAttribute("position") ?? "";
    const theme = this.getAttribute("theme") ?? "";
    const language = this.chosen ?? fromTag(this.getAttribute("lang")) ?? fromTag(document.documentElement.lang)
      ?? fromTag(navigator.language) ?? "nb";
    return {
      inline: position === "inline",
      position: POSITIONS.includes(position) ? position : "bottom-right",
      theme: THEMES.includes(theme) ? theme : "",
      language,
    };
  }

  /** Returns the code in the page's address and takes it out of there, so that it is not passed on. */
  private takeCode(): string {
    const address = new URL(location.href);
    const code = address.searchParams.get("kode") ?? "";
    if (!/^[\w-]{4,128}$/.test(code)) return "";
    address.searchParams.delete("kode");
    history.replaceState(history.state, "", address);
    return code;
  }

  private pickLanguage = (language: Language): void => {
    this.chosen = language;
    this.session!.language = language;
    this.change({ language });
    this.model!.setLanguage(language).catch(() => undefined);
    this.tell("language", language);
  };

  private change = (part: Partial<Shell>): void => {
    const wasOpen = this.shell.open;
    this.shell = { ...this.shell, ...part };
    const model = this.model;
    if (!model) return;
    render(h(App, { model, shell: this.shell, change: this.change, pickLanguage: this.pickLanguage }), this.root);
    if (this.shell.open === wasOpen) return;
    if (!this.shell.inline) this.session!.wasOpen = this.shell.open;
    if (this.shell.open) void model.open();
    this.tell(this.shell.open ? "open" : "close", undefined);
  };

  private tell<Name extends keyof WidgetEvents>(name: Name, detail: WidgetEvents[Name]): void {
    for (const listener of this.listeners.get(name) ?? []) (listener as Listener<Name>)(detail);
  }
}
