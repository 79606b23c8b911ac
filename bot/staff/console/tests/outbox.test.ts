import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, NetworkError } from "../src/api/client";
import type { Stored } from "../src/api/types";
import type { Outgoing } from "../src/state/messages";
import { Outbox } from "../src/state/outbox";

const stored = (item: Outgoing, seq: number): Stored => ({
  seq,
  author: "person",
  text: item.text,
  client_id: item.client_id,
  at: item.at,
});

describe("Outbox", () => {
  let tries: { id: string; text: string }[];
  let sent: Stored[];
  let answers: (Error | "ok")[];
  let ids: number;
  const make = () =>
    new Outbox(
      "u1",
      async (_handoffId, item) => {
        tries.push({ id: item.client_id, text: item.text });
        const answer = answers.shift() ?? "ok";
        if (answer !== "ok") throw answer;
        return stored(item, tries.length);
      },
      (_handoffId, message) => sent.push(message),
      () => `id-${(ids += 1)}`,
    );

  beforeEach(() => {
    vi.useFakeTimers();
    [tries, sent, answers, ids] = [[], [], [], 0];
  });
  afterEach(() => vi.useRealTimers());

  it("shows a message before it is sent, and drops it when it is confirmed", async () => {
    const outbox = make();
    outbox.add("h1", "hei", []);
    expect(outbox.items("h1").map((item) => item.text)).toEqual(["hei"]);
    await vi.advanceTimersByTimeAsync(0);
    expect(outbox.items("h1")).toEqual([]);
    expect(sent.map((message) => message.client_id)).toEqual(["id-1"]);
  });

  it("sends again under the same id until the server has it, and keeps the order", async () => {
    answers = [new NetworkError(), new ApiError(503, "unavailable", ""), "ok", "ok"];
    const outbox = make();
    outbox.add("h1", "first", []);
    outbox.add("h1", "second", []);
    await vi.advanceTimersByTimeAsync(0);
    expect(tries).toEqual([{ id: "id-1", text: "first" }]);
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(tries.map((one) => one.id)).toEqual(["id-1", "id-1", "id-1", "id-2"]);
    expect(sent.map((message) => message.text)).toEqual(["first", "second"]);
  });

  it("waits as long as the server asks for", async () => {
    answers = [new ApiError(429, "too_many", "", {}, 7)];
    const outbox = make();
    outbox.add("h1", "hei", []);
    await vi.advanceTimersByTimeAsync(6_900);
    expect(tries).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(tries).toHaveLength(2);
  });

  it("keeps what is refused for good, with its reason, and goes on with the next", async () => {
    answers = [new ApiError(409, "not_yours", "")];
    const outbox = make();
    outbox.add("h1", "late", []);
    outbox.add("h1", "other", []);
    await vi.advanceTimersByTimeAsync(0);
    expect(outbox.items("h1")).toMatchObject([{ text: "late", state: "failed", reason: "not_yours" }]);
    expect(outbox.withdraw("h1", "id-1")?.text).toBe("late");
    expect(outbox.items("h1")).toEqual([]);
  });

  it("waits for the login when the session is over, and then goes on", async () => {
    answers = [new ApiError(401, "not_signed_in", "")];
    const outbox = make();
    outbox.add("h1", "hei", []);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(tries).toHaveLength(1);
    outbox.resume();
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.map((message) => message.client_id)).toEqual(["id-1"]);
  });

  it("goes on after a reload with the same id", async () => {
    answers = [new NetworkError()];
    const before = make();
    before.add("h1", "hei", []);
    await vi.advanceTimersByTimeAsync(0);
    before.stop();
    const after = make();
    after.resume();
    await vi.advanceTimersByTimeAsync(0);
    expect(tries.map((one) => one.id)).toEqual(["id-1", "id-1"]);
    expect(window.sessionStorage).toHaveLength(0);
  });

  it("leaves nothing behind at logging out", async () => {
    answers = [new NetworkError()];
    const outbox = make();
    outbox.add("h1", "hei", []);
    await vi.advanceTimersByTimeAsync(0);
    outbox.forget();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(tries).toHaveLength(1);
    expect(window.sessionStorage).toHaveLength(0);
  });
});
