/** Calls the web API. Nothing is kept here but the address and the token. */
import type {
  Code, Handoff, Language, Municipality, Reason, Snapshot, Standing, Stored, Verdict,
} from "./types";

/** A refusal by the server, or no contact at all (`status` 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfter = 0,
  ) {
    super(message);
  }

  /** Whether the same request may succeed later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

const PATIENCE_MS = 30_000;

export class Client {
  token: string | null = null;

  constructor(readonly base: string) {}

  /** Returns the whole address of a path, also of the files that a message links to. */
  address(path: string): string {
    return new URL(path, this.base).href;
  }

  create(language: Language): Promise<{ token: string; language: Language }> {
    return this.json("POST", "/api/conversations", { language });
  }

  redeem(code: string): Promise<{ token: string }> {
    return this.json("POST", "/api/codes", { code });
  }

  load(after: number): Promise<Snapshot> {
    return this.json("GET", `/api/conversation?after=${after}`);
  }

  poll(after: number, wait: number, signal: AbortSignal): Promise<Snapshot> {
    const patience = AbortSignal.timeout(PATIENCE_MS + wait * 1000);
    return this.json("GET", `/api/conversation/messages?after=${after}&wait=${wait}`, undefined, [signal, patience]);
  }

  send(clientId: string, text: string): Promise<Standing & { messages: Stored[] }> {
    return this.json("POST", "/api/conversation/messages", { client_id: clientId, text });
  }

  setLanguage(language: Language): Promise<unknown> {
    return this.json("POST", "/api/conversation/language", { language });
  }

  feedback(seq: number, verdict: Verdict, reasons: Reason[] = [], comment = ""): Promise<unknown> {
    return this.json("POST", "/api/conversation/feedback", { seq, verdict, reasons, ...(comment ? { comment } : {}) });
  }

  rate(score: number, comment = ""): Promise<unknown> {
    return this.json("POST", "/api/conversation/rating", { score, ...(comment ? { comment } : {}) });
  }

  code(): Promise<Code> {
    return this.json("POST", "/api/conversation/code", {});
  }

  erase(): Promise<unknown> {
    return this.json("DELETE", "/api/conversation");
  }

  cancelHandoff(): Promise<{ handoff: Handoff | null }> {
    return this.json("DELETE", "/api/conversation/handoff");
  }

  municipalities(query: string, signal: AbortSignal): Promise<Municipality[]> {
    return this.json("GET", `/api/municipalities?q=${encodeURIComponent(query)}`, undefined, [signal]);
  }

  async transcript(format: "txt" | "html"): Promise<Blob> {
    return (await this.request("GET", `/api/conversation/transcript?format=${format}`)).blob();
  }

  private async json<T>(method: string, path: string, body?: unknown, signals?: AbortSignal[]): Promise<T> {
    const response = await this.request(method, path, body, signals);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  private async request(method: string, path: string, body?: unknown, signals?: AbortSignal[]): Promise<Response> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (this.token) headers["Authorization"] = `Bearer ${this.token}`;
    let response: Response;
    try {
      response = await fetch(this.address(path), {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
        signal: AbortSignal.any(signals ?? [AbortSignal.timeout(PATIENCE_MS)]),
      });
    } catch (error) {
      throw new ApiError(0, "no_contact", error instanceof Error ? error.name : "");
    }
    if (!response.ok) throw await refusal(response);
    return response;
  }
}

async function refusal(response: Response): Promise<ApiError> {
  const wait = Number(response.headers.get("Retry-After")) || 0;
  try {
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    return new ApiError(response.status, error.code, error.message, wait);
  } catch {
    return new ApiError(response.status, "unreadable", "", wait);
  }
}
