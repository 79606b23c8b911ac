import { beforeEach, describe, expect, it, vi } from "vitest";
import { Client } from "../src/api/client";
import { Conversation } from "../src/model/conversation";
import { Session } from "../src/model/session";
import { FakeServer, FakeSocket, until } from "./server";

let server: FakeServer;
const BASE = "https://nav.example/";

function begin(): Conversation {
  return new Conversation(new Client(BASE), new Session(BASE));
}

function lost(): never {
  throw new TypeError("Failed to fetch");
}

beforeEach(() => {
  server = new FakeServer();
});

describe("a conversation", () => {
  it("begins with the first message and keeps only the token", async () => {
    const model = begin();
    expect(server.calls).toEqual([]);
    model.send("Hei på deg");
    expect(model.outbox.items).toHaveLength(1);
    await until(() => model.messages.length === 2 && !model.outbox.items.length);
    expect(server.of("/api/conversations")).toHaveLength(1);
    expect(server.of("/api/conversation/messages")[0]?.token).toBe("token-1");
    const kept = JSON.stringify({ ...localStorage, ...sessionStorage });
    expect(kept).toContain("token-1");
    expect(kept).not.toContain("Hei på deg");
  });

  it("is there again after a reload", async () => {
    const model = begin();
    model.send("Hei");
    await until(() => model.messages.length === 2);
    const again = begin();
    await again.open();
    expect(again.messages.map(({ text }) => text)).toEqual(["Hei", "Svar på Hei"]);
  });

  it("sends again with the same id after a lost answer, and shows it once", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 200 });
    const model = begin();
    model.send("Hei");
    await until(() => model.messages.length === 2);
    let clientId: unknown;
    server.next.push((call) => {
      clientId = call.body["client_id"];
      server.add({ author: "employer", text: "Igjen", client_id: String(clientId) });
      return lost();
    });
    model.send("Igjen");
    await until(() => model.outbox.items[0]?.status === "waiting");
    await until(() => !model.outbox.items.length);
    expect(server.of("/api/conversation/messages").at(-1)?.body["client_id"]).toBe(clientId);
    expect(model.messages.filter(({ text }) => text === "Igjen")).toHaveLength(1);
  });

  it("gives up after a while and lets the employer try again or take it away", async () => {
    vi.useFakeTimers();
    const model = begin();
    server.next = Array.from({ length: 7 }, () => lost);
    model.send("Hei");
    model.send("To");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(model.outbox.items.map(({ status }) => status)).toEqual(["failed"]);
    model.outbox.retry(model.outbox.items[0]!.clientId);
    await vi.advanceTimersByTimeAsync(10);
    expect(model.outbox.items).toEqual([]);
    expect(model.messages.filter(({ author }) => author === "employer").map(({ text }) => text)).toEqual(["To", "Hei"]);
  });

  it("does not try what was refused, and goes on with the next", async () => {
    const model = begin();
    server.next.push(
      () => ({ status: 201, body: { token: "t" } }),
      () => ({ status: 413, body: { error: { code: "too_long", message: "For lang." } } }),
    );
    model.send("x".repeat(3000));
    model.send("kort");
    await until(() => model.messages.length === 2);
    expect(model.outbox.items.map(({ status, error }) => [status, error?.code])).toEqual([["failed", "too_long"]]);
    model.outbox.remove(model.outbox.items[0]!.clientId);
    expect(model.outbox.items).toEqual([]);
  });

  it("waits as long as the server asks for", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const model = begin();
    server.next.push(
      () => ({ status: 201, body: { token: "t" } }),
      () => ({ status: 429, body: { error: { code: "rate_limited", message: "" } }, headers: { "Retry-After": "3" } }),
    );
    model.send("Hei");
    await until(() => model.outbox.items[0]?.status === "waiting");
    await vi.advanceTimersByTimeAsync(2500);
    expect(server.of("/api/conversation/messages")).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1000);
    await until(() => model.messages.length === 2);
  });

  it("keeps what is written offline and sends it when online again", async () => {
    const model = begin();
    const online = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    dispatchEvent(new Event("offline"));
    server.next.push(lost);
    model.send("Uten nett");
    await until(() => model.outbox.items[0]?.status === "waiting");
    expect(model.online).toBe(false);
    online.mockReturnValue(true);
    dispatchEvent(new Event("online"));
    await until(() => model.messages.length === 2);
    expect(model.outbox.items).toEqual([]);
  });

  it("begins a new one where the old is gone, and keeps the message to try again", async () => {
    localStorage.setItem("nav-arbeidsgiverhjelp:https://nav.example", "old");
    const model = begin();
    const ended = vi.fn();
    model.on("ended", ended);
    server.next.push(() => ({ status: 401, body: { error: { code: "unknown_token", message: "" } } }));
    model.send("Hei");
    await until(() => model.outbox.items[0]?.status === "failed");
    expect(ended).toHaveBeenCalledWith("gone");
    model.outbox.retry(model.outbox.items[0]!.clientId);
    await until(() => model.messages.length === 2);
    expect(model.client.token).toBe("token-1");
  });

  it("is deleted on the server; a failed deletion keeps it", async () => {
    const model = begin();
    model.send("Hei");
    await until(() => model.messages.length === 2 && !model.outbox.items.length);
    server.next.push(() => ({ status: 503 }));
    await expect(model.erase()).rejects.toThrow();
    expect(model.messages).toHaveLength(2);
    await model.erase();
    expect(server.calls.at(-1)).toMatchObject({ method: "DELETE", path: "/api/conversation" });
    expect(model.messages).toEqual([]);
    expect(localStorage).toHaveLength(0);
  });

  it("follows what another tab does", async () => {
    const model = begin();
    server.add({ author: "bot", text: "Fra den andre fanen" });
    localStorage.setItem("nav-arbeidsgiverhjelp:https://nav.example", "shared");
    dispatchEvent(new StorageEvent("storage", { key: "nav-arbeidsgiverhjelp:https://nav.example" }));
    await until(() => model.messages.length === 1);
    expect(model.client.token).toBe("shared");
    localStorage.clear();
    dispatchEvent(new StorageEvent("storage", { key: null }));
    await until(() => model.messages.length === 0);
  });

  it("reads a long conversation to its end", async () => {
    for (let count = 0; count < 450; count++) server.add({ text: `nr ${count}` });
    const all = server.snapshot.bind(server);
    server.snapshot = (after = 0) => {
      const whole = all(after) as { messages: unknown[] };
      return { ...whole, messages: whole.messages.slice(0, 200) };
    };
    localStorage.setItem("nav-arbeidsgiverhjelp:https://nav.example", "long");
    const model = begin();
    await model.open();
    expect(model.messages).toHaveLength(450);
  });

  it("goes on where storage is refused", async () => {
    vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => {
      throw new DOMException("denied");
    });
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("denied");
    });
    const model = begin();
    model.send("Hei");
    await until(() => model.messages.length === 2);
  });
});

describe("live", () => {
  async function live(): Promise<Conversation> {
    const model = begin();
    model.send("Hei");
    await until(() => FakeSocket.all.length && !model.outbox.items.length);
    FakeSocket.last.open();
    FakeSocket.last.receive({ type: "ping" });
    return model;
  }

  it("greets with the token and the last number, answers pings, and takes messages once", async () => {
    const model = await live();
    expect(FakeSocket.last.url).toBe("wss://nav.example/api/conversation/live");
    expect(FakeSocket.last.sent).toEqual([{ token: "token-1", after: 2 }, { type: "pong" }]);
    const arrived = vi.fn();
    model.on("arrived", arrived);
    const message = { seq: 3, author: "person", text: "Hallo", at: new Date().toISOString() };
    FakeSocket.last.receive({ type: "message", message });
    FakeSocket.last.receive({ type: "message", message });
    expect(model.messages).toHaveLength(3);
    expect(arrived).toHaveBeenCalledTimes(1);
  });

  it("shows who types until they have written", async () => {
    const model = await live();
    FakeSocket.last.receive({ type: "typing", by: "person" });
    expect(model.typing).toBe("person");
    FakeSocket.last.receive({ type: "message", message: { seq: 3, author: "person", text: "x", at: "" } });
    expect(model.typing).toBeNull();
  });

  it("tells that the employer types, never what, and not too often", async () => {
    const model = await live();
    model.tellTyping();
    model.tellTyping();
    expect(FakeSocket.last.sent.slice(2)).toEqual([{ type: "typing" }]);
  });

  it("takes the standing: queue, person and language", async () => {
    const model = await live();
    const language = vi.fn();
    model.on("language", language);
    const handoff = { reference: "NAV-1", state: "active", position: null, answer_by: null, person: { name: "Kari", role: "Veileder" } };
    FakeSocket.last.receive({ type: "state", owner: "person", person: handoff.person, handoff, language: "nn" });
    expect(model.owner).toBe("person");
    expect(model.person?.name).toBe("Kari");
    expect(language).toHaveBeenCalledWith("nn");
  });

  it("connects again after the server was away, from the last number", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 100 });
    const model = await live();
    FakeSocket.last.close(1006);
    expect(model.connection).toBe("away");
    await until(() => FakeSocket.all.length === 2);
    FakeSocket.last.open();
    FakeSocket.last.receive({ type: "ping" });
    expect(model.connection).toBe("live");
    expect(FakeSocket.last.sent[0]).toEqual({ token: "token-1", after: 2 });
  });

  it("polls where WebSockets are blocked", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 100 });
    const model = begin();
    model.send("Hei");
    await until(() => FakeSocket.all.length === 1);
    FakeSocket.last.close(1006);
    await vi.advanceTimersByTimeAsync(1000);
    expect(FakeSocket.all).toHaveLength(2);
    FakeSocket.last.close(1006);
    await vi.advanceTimersByTimeAsync(10);
    expect(server.of("/api/conversation/messages?after").length).toBeGreaterThan(0);
    server.add({ author: "person", text: "Over long poll" });
    await until(() => model.messages.some(({ text }) => text === "Over long poll"));
    expect(model.connection).toBe("polling");
    model.close();
  });

  it("goes back to the WebSocket when the server was away as a whole", async () => {
    vi.useFakeTimers();
    const model = begin();
    model.send("Hei");
    await vi.advanceTimersByTimeAsync(50);
    FakeSocket.last.close(1006);
    await vi.advanceTimersByTimeAsync(1000);
    server.next = [lost];
    FakeSocket.last.close(1006);
    await vi.advanceTimersByTimeAsync(3000);
    expect(FakeSocket.all).toHaveLength(3);
    FakeSocket.last.open();
    FakeSocket.last.receive({ type: "ping" });
    expect(model.connection).toBe("live");
    model.close();
  });

  it("a late sign of typing promises no second answer", async () => {
    const model = await live();
    FakeSocket.last.receive({ type: "typing", by: "bot" });
    expect(model.writing).toBeNull();
    FakeSocket.last.receive({ type: "message", message: { seq: 3, author: "employer", text: "x", at: "" } });
    expect(model.writing).toBe("bot");
  });

  it("ends when the conversation is deleted elsewhere", async () => {
    const model = await live();
    FakeSocket.last.receive({ type: "gone" });
    expect(model.messages).toEqual([]);
    expect(model.exists).toBe(false);
  });

  it("survives a frame that is no JSON", async () => {
    const model = await live();
    FakeSocket.last.onmessage?.({ data: "{" });
    expect(model.messages).toHaveLength(2);
  });
});
