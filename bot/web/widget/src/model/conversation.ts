/** One conversation as the widget knows it: what the server has, what is on its way, and who answers. */
import { ApiError, type Client } from "../api/client";
import { Live, type Connection, type Listener } from "../api/live";
import { isLanguage, type Handoff, type Language, type Owner, type Person, type Standing, type Stored } from "../api/types";
import { Outbox, type Outgoing } from "./outbox";
import type { Session } from "./session";

export type Phase = "empty" | "loading" | "ready" | "unreachable";

/** What happens to a conversation, for those who announce it or pass it on. */
export interface Events {
  /** Messages that were not there before, written by others. */
  arrived: Stored[];
  /** Messages that were there when the conversation was opened. */
  restored: Stored[];
  handoff: Handoff | null;
  ended: "deleted" | "gone" | "restarted";
  language: Language;
}

type Handler<Name extends keyof Events> = (event: Events[Name]) => void;

const TYPING_MS = 6_000;
const PAGE = 200;
const OPEN_STATES = ["requested", "queued", "claimed", "active", "transferred"];

/** Whether a request for a person is still open. */
export function isOpen(handoff: Handoff | null): handoff is Handoff {
  return handoff !== null && OPEN_STATES.includes(handoff.state);
}

export class Conversation {
  phase: Phase = "empty";
  messages: readonly Stored[] = [];
  owner: Owner = "bot";
  person: Person | null = null;
  handoff: Handoff | null = null;
  connection: Connection = "off";
  typing: "bot" | "person" | null = null;
  online = navigator.onLine;
  readonly outbox: Outbox;
  private readonly live: Live;
  private readonly listeners = new Set<() => void>();
  private readonly handlers: { [Name in keyof Events]?: Set<Handler<Name>> } = {};
  private typingTimer: ReturnType<typeof setTimeout> | undefined;
  private delivering = 0;
  private creating: Promise<void> | null = null;
  private readonly stopWatching: () => void;
  private language: () => Language = () => "nb";

  constructor(
    readonly client: Client,
    private readonly session: Session,
  ) {
    this.outbox = new Outbox((item) => this.deliver(item), () => this.changed());
    const listener: Listener = {
      after: () => this.lastSeq,
      messages: (messages) => this.merge(messages),
      standing: (standing) => this.stand(standing),
      typing: (by) => this.showTyping(by),
      connection: (state) => this.connected(state),
      gone: () => this.end("gone"),
    };
    this.live = new Live(client, listener);
    this.stopWatching = session.watch((token) => this.otherTab(token));
    addEventListener("online", this.onlineChanged);
    addEventListener("offline", this.onlineChanged);
    client.token = session.token;
  }

  get lastSeq(): number {
    return this.messages.at(-1)?.seq ?? 0;
  }

  get exists(): boolean {
    return this.client.token !== null;
  }

  /** Who is writing. The bot only while it owes an answer: its sign may come later than what it announces. */
  get writing(): "bot" | "person" | null {
    if (this.typing === "person") return "person";
    const busy = this.typing === "bot" || (this.owner === "bot" && this.delivering > 0);
    const owes = this.messages.at(-1)?.author === "employer" || this.outbox.items.some(({ status }) => status === "sending");
    return busy && owes ? "bot" : null;
  }

  /** Call `listener` after every change; returns how to stop. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  on<Name extends keyof Events>(name: Name, handler: Handler<Name>): () => void {
    const handlers = (this.handlers[name] ??= new Set<Handler<Name>>() as never) as Set<Handler<Name>>;
    handlers.add(handler);
    return () => handlers.delete(handler);
  }

  /** New conversations begin in the language that this returns. */
  speaks(language: () => Language): void {
    this.language = language;
  }

  /** Fetch the conversation of this browser, if it has one, and stay connected. */
  async open(): Promise<void> {
    if (!this.client.token || this.phase === "loading" || this.phase === "ready") return;
    this.phase = "loading";
    this.changed();
    try {
      for (let more = true; more; ) {
        const snapshot = await this.client.load(this.lastSeq);
        this.merge(snapshot.messages, true);
        this.stand(snapshot);
        more = snapshot.messages.length >= PAGE;
      }
      this.phase = "ready";
      this.live.start();
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) this.end("gone");
      else {
        this.phase = "unreachable";
        this.live.start();
      }
    }
    this.changed();
  }

  /** Show a message at once and send it. */
  send(text: string, shown = text): Outgoing {
    return this.outbox.add(text, shown);
  }

  /** Tell the others that the employer types; never what. */
  tellTyping(): void {
    this.live.typing();
  }

  async setLanguage(language: Language): Promise<void> {
    if (this.client.token) await this.client.setLanguage(language);
  }

  async cancelHandoff(): Promise<void> {
    const { handoff } = (await this.client.cancelHandoff()) ?? { handoff: null };
    this.stand({ owner: this.owner, person: this.person, handoff });
  }

  /** Delete the conversation on the server; throws when it could not be deleted. */
  async erase(): Promise<void> {
    try {
      if (this.client.token) await this.client.erase();
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401)) throw error;
    }
    this.end("deleted");
  }

  /** Leave the conversation as it is and begin another at the next message. */
  restart(): void {
    this.end("restarted");
  }

  /** Open another conversation: one that was begun elsewhere. */
  async adopt(code: string): Promise<void> {
    const { token } = await this.client.redeem(code);
    this.reset();
    this.session.token = token;
    this.client.token = token;
    await this.open();
  }

  close(): void {
    this.live.stop();
    this.stopWatching();
    removeEventListener("online", this.onlineChanged);
    removeEventListener("offline", this.onlineChanged);
    clearTimeout(this.typingTimer);
  }

  private async deliver(item: Outgoing): Promise<void> {
    await this.ensure();
    const token = this.client.token;
    this.delivering += 1;
    try {
      const answer = await this.client.send(item.clientId, item.text);
      if (token !== this.client.token) return; // another conversation was begun meanwhile
      this.merge(answer.messages);
      this.stand(answer);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401 && token === this.client.token) this.end("gone", true);
      throw error;
    } finally {
      this.delivering -= 1;
      this.changed();
    }
  }

  /** Begin a conversation if there is none; two tabs that begin at once share one. */
  private ensure(): Promise<void> {
    if (this.client.token) return Promise.resolve();
    this.creating ??= this.create().finally(() => (this.creating = null));
    return this.creating;
  }

  private async create(): Promise<void> {
    const begin = async (): Promise<void> => {
      const token = this.session.token ?? (await this.client.create(this.language())).token;
      this.session.token = token;
      this.client.token = token;
    };
    if (navigator.locks) await navigator.locks.request("nav-arbeidsgiverhjelp", begin);
    else await begin();
    this.phase = "ready";
    this.live.start();
    this.changed();
  }

  private merge(incoming: readonly Stored[], restored = false): void {
    const known = new Set(this.messages.map((message) => message.seq));
    const fresh = incoming.filter((message) => !known.has(message.seq));
    if (this.phase === "unreachable") this.phase = "ready";
    if (!fresh.length) return;
    this.messages = [...this.messages, ...fresh].sort((one, other) => one.seq - other.seq);
    for (const { client_id } of fresh) if (client_id) this.outbox.remove(client_id);
    const others = fresh.filter((message) => message.author !== "employer");
    if (others.length) {
      this.typing = null;
      this.emit(restored ? "restored" : "arrived", others);
    }
    this.changed();
  }

  private stand({ owner, person, handoff, language }: Standing): void {
    const before = JSON.stringify(this.handoff);
    this.owner = owner;
    this.handoff = handoff ?? null;
    this.person = person ?? handoff?.person ?? null;
    if (this.phase === "unreachable") this.phase = "ready";
    if (before !== JSON.stringify(this.handoff)) this.emit("handoff", this.handoff);
    if (isLanguage(language)) this.emit("language", language);
    this.changed();
  }

  private showTyping(by: "bot" | "person"): void {
    this.typing = by;
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => {
      this.typing = null;
      this.changed();
    }, TYPING_MS);
    this.changed();
  }

  private connected(state: Connection): void {
    const back = this.connection === "away" && (state === "live" || state === "polling");
    this.connection = state;
    if (back) this.outbox.retry();
    this.changed();
  }

  private onlineChanged = (): void => {
    this.online = navigator.onLine;
    if (this.online) this.outbox.retry();
    this.changed();
  };

  private otherTab(token: string | null): void {
    if (token === this.client.token) return;
    if (!token) {
      this.end("gone");
      return;
    }
    this.reset();
    this.client.token = token;
    void this.open();
  }

  private end(why: Events["ended"], keepOutbox = false): void {
    this.session.token = null;
    this.reset(keepOutbox);
    this.emit("ended", why);
    this.changed();
  }

  private reset(keepOutbox = false): void {
    this.live.stop();
    this.client.token = null;
    this.phase = "empty";
    this.messages = [];
    this.owner = "bot";
    this.person = null;
    this.handoff = null;
    this.typing = null;
    if (!keepOutbox) this.outbox.clear();
  }

  private emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const handler of (this.handlers[name] as Set<Handler<Name>> | undefined) ?? []) handler(event);
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
