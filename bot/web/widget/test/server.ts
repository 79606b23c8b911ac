/** A small stand-in for the server: answers the web API from memory, over fetch and WebSocket. */
import { vi } from "vitest";
import type { Handoff, Owner, Person, Stored } from "../src/api/types";
import samples from "./fixtures/messages.json";

export const SAMPLES = samples as unknown as Record<string, Stored>;

export function sample(name: string): Stored {
  const found = SAMPLES[name];
  if (!found) throw new Error(`no sample ${name}`);
  return structuredClone(found);
}

export interface Call {
  method: string;
  path: string;
  body: Record<string, unknown>;
  token: string | null;
}

type Answer = { status: number; body?: unknown; headers?: Record<string, string> };

export class FakeSocket extends EventTarget {
  static all: FakeSocket[] = [];
  static readonly OPEN = 1;
  readyState = 0;
  sent: unknown[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly url: string) {
    super();
    FakeSocket.all.push(this);
  }

  static get last(): FakeSocket {
    return FakeSocket.all.at(-1)!;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }

  receive(frame: unknown): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  close(code = 1000): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

export class FakeServer {
  calls: Call[] = [];
  messages: Stored[] = [];
  owner: Owner = "bot";
  person: Person | null = null;
  handoff: Handoff | null = null;
  language: "nb" | "nn" | "en" = "nb";
  /** Answers that go out before anything else, by path; a function may throw to lose the connection. */
  next: ((call: Call) => Answer | Promise<Answer>)[] = [];
  tokens = 0;

  constructor() {
    FakeSocket.all = [];
    vi.stubGlobal("WebSocket", FakeSocket);
    vi.stubGlobal("fetch", (url: string, options: RequestInit) => this.fetch(url, options));
  }

  of(path: string): Call[] {
    return this.calls.filter((call) => call.path.startsWith(path));
  }

  snapshot(after = 0): Record<string, unknown> {
    const messages = this.messages.filter(({ seq }) => seq > after);
    return {
      owner: this.owner, person: this.person, handoff: this.handoff, language: this.language, messages,
      last_seq: this.messages.at(-1)?.seq ?? 0,
    };
  }

  /** Store a message under the next number. */
  add(message: Partial<Stored>): Stored {
    const stored = { at: new Date().toISOString(), text: "", author: "bot", ...message, seq: this.messages.length + 1 } as Stored;
    this.messages.push(stored);
    return stored;
  }

  private async fetch(url: string, options: RequestInit): Promise<Response> {
    const address = new URL(url);
    const headers = options.headers as Record<string, string>;
    const call: Call = {
      method: options.method ?? "GET",
      path: address.pathname + address.search,
      body: options.body ? (JSON.parse(String(options.body)) as Record<string, unknown>) : {},
      token: headers["Authorization"]?.replace("Bearer ", "") ?? null,
    };
    this.calls.push(call);
    const prepared = this.next.shift();
    const { status, body, headers: extra } = prepared ? await prepared(call) : this.answer(call);
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: extra ?? {} });
  }

  private answer({ method, path, body }: Call): Answer {
    if (path === "/api/conversations") return { status: 201, body: { token: `token-${++this.tokens}`, language: "nb" } };
    if (path === "/api/conversation/messages" && method === "POST") return { status: 200, body: this.write(body) };
    if (path.startsWith("/api/conversation/messages?")) return { status: 200, body: this.snapshot(Number(/after=(\d+)/.exec(path)![1])) };
    if (path.startsWith("/api/conversation?")) return { status: 200, body: this.snapshot(Number(path.split("after=")[1])) };
    if (path.startsWith("/api/municipalities")) {
      return { status: 200, body: [{ number: "4601", name: "Bergen", county: "Vestland", region: "Nav Vestland" }] };
    }
    if (path === "/api/conversation/code") {
      return { status: 200, body: { code: "abc123", expires_at: new Date().toISOString(), telegram: "https://t.me/x?start=k_abc123" } };
    }
    if (path === "/api/codes") return { status: 200, body: { token: "token-other" } };
    return { status: 204 };
  }

  private write(body: Record<string, unknown>): Record<string, unknown> {
    const known = this.messages.find(({ client_id }) => client_id === body["client_id"]);
    if (known) return this.snapshot(known.seq - 1);
    const before = this.messages.length;
    this.add({ author: "employer", text: String(body["text"]), client_id: String(body["client_id"]) });
    this.add({ author: "bot", text: `Svar på ${String(body["text"])}`, custom: { kind: "smalltalk", language: "nb" } });
    return this.snapshot(before);
  }
}

/** Wait until something holds. */
export function until(holds: () => unknown): Promise<unknown> {
  return vi.waitUntil(holds, { timeout: 2000, interval: 5 });
}
