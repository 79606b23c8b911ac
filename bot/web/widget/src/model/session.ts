/**
 * What the browser keeps: one opaque token, shared by the tabs of a site. No text is ever stored here.
 *
 * Where storage is refused (private windows, strict settings) the token lives as long as the page.
 */

export class Session {
  private memory: string | null = null;
  private readonly key: string;

  constructor(base: string) {
    this.key = `nav-arbeidsgiverhjelp:${new URL(base).origin}`;
  }

  get token(): string | null {
    try {
      return localStorage.getItem(this.key) ?? this.memory;
    } catch {
      return this.memory;
    }
  }

  set token(token: string | null) {
    this.memory = token;
    try {
      if (token) localStorage.setItem(this.key, token);
      else localStorage.removeItem(this.key);
    } catch {
      // Kept in memory then.
    }
  }

  /** Whether the panel was open before a reload of this tab. */
  get wasOpen(): boolean {
    try {
      return sessionStorage.getItem(`${this.key}:open`) === "1";
    } catch {
      return false;
    }
  }

  set wasOpen(open: boolean) {
    this.keep("open", open ? "1" : "");
  }

  /** The language picked in this tab before there was a conversation. */
  get language(): string {
    try {
      return sessionStorage.getItem(`${this.key}:language`) ?? "";
    } catch {
      return "";
    }
  }

  set language(language: string) {
    this.keep("language", language);
  }

  /** Call `changed` when another tab begins, deletes or changes the conversation. */
  watch(changed: (token: string | null) => void): () => void {
    const listen = (event: StorageEvent): void => {
      if (event.key !== this.key && event.key !== null) return;
      this.memory = null;
      changed(this.token);
    };
    addEventListener("storage", listen);
    return () => removeEventListener("storage", listen);
  }

  private keep(name: string, value: string): void {
    try {
      if (value) sessionStorage.setItem(`${this.key}:${name}`, value);
      else sessionStorage.removeItem(`${this.key}:${name}`);
    } catch {
      // Forgotten at the next reload then.
    }
  }
}
