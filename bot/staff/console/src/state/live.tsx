/** Ties the live line to what the pages hold, and sends what staff write. */

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { post } from "../api/client";
import { LiveClient, type LiveStatus } from "../api/live";
import { caseChanged, keys, putMessages } from "../api/queries";
import type { Detail, LiveFrame, Stored, User } from "../api/types";
import { lastWithoutGap, type Outgoing } from "./messages";
import { Outbox } from "./outbox";
import { worksWithCases as mayWorkWithCases } from "./session";

type FrameListener = (frame: LiveFrame) => void;

interface Live {
  client: LiveClient;
  outbox: Outbox;
  status: LiveStatus;
  onFrame: (listener: FrameListener) => () => void;
}

const Context = createContext<Live | null>(null);

function address(): string {
  const url = new URL("/staff/api/live", window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/** Read again what a frame says has changed. */
function take(frame: LiveFrame, queries: QueryClient, again: boolean): void {
  switch (frame.type) {
    case "hello":
      // After a break anything may have changed; the first time everything was read just now.
      if (!again) break;
      void queries.invalidateQueries({ queryKey: keys.lists });
      void queries.invalidateQueries({ queryKey: ["handoff"] });
      void queries.invalidateQueries({ queryKey: keys.colleagues });
      break;
    case "queue":
      void queries.invalidateQueries({ queryKey: keys.lists });
      break;
    case "handoff":
      void caseChanged(queries, frame.id);
      break;
    case "message":
      putMessages(queries, frame.handoff_id, [frame.message]);
      break;
    case "presence":
      // One's own presence counts only while a console is open, so it may have changed as well.
      void queries.invalidateQueries({ queryKey: keys.colleagues });
      void queries.invalidateQueries({ queryKey: keys.session });
      break;
    default:
  }
}

async function send(handoffId: string, item: Outgoing): Promise<Stored> {
  const answer = await post<{ message: Stored }>(`/handoffs/${encodeURIComponent(handoffId)}/messages`, {
    client_id: item.client_id,
    text: item.text,
    ...(item.sources.length ? { sources: item.sources } : {}),
  });
  return answer.message;
}

export function LiveProvider({ user, children }: { user: User; children: ReactNode }) {
  const queries = useQueryClient();
  const userId = user.id;
  const worksWithCases = mayWorkWithCases(user);
  const [status, setStatus] = useState<LiveStatus>("connecting");
  const parts = useMemo(() => {
    const listeners = new Set<FrameListener>();
    let greeted = false;
    const client = new LiveClient({
      url: address(),
      onStatus: setStatus,
      onFrame: (frame) => {
        take(frame, queries, greeted);
        greeted ||= frame.type === "hello";
        for (const listener of listeners) listener(frame);
      },
      lastSeq: (id) => lastWithoutGap(queries.getQueryData<Detail>(keys.detail(id))?.messages ?? []),
    });
    const outbox = new Outbox(userId, send, (id, message) => putMessages(queries, id, [message]));
    const onFrame = (listener: FrameListener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    };
    return { client, outbox, onFrame };
  }, [queries, userId]);

  useEffect(() => {
    const { client, outbox } = parts;
    // Whoever has no cases gets no signals either.
    if (worksWithCases) client.start();
    outbox.resume();
    const hurry = () => {
      if (document.visibilityState === "visible") client.hurry();
    };
    window.addEventListener("online", hurry);
    document.addEventListener("visibilitychange", hurry);
    return () => {
      window.removeEventListener("online", hurry);
      document.removeEventListener("visibilitychange", hurry);
      client.stop();
      outbox.stop();
    };
  }, [parts, worksWithCases]);

  useEffect(() => {
    if (status === "open") parts.outbox.resume();
    // A refused line may mean a session that is over; asking tells.
    if (status === "lost" || status === "ended") void queries.invalidateQueries({ queryKey: keys.session });
  }, [status, parts, queries]);

  const live = useMemo(() => ({ ...parts, status }), [parts, status]);
  return <Context.Provider value={live}>{children}</Context.Provider>;
}

export function useLive(): Live {
  const live = useContext(Context);
  if (!live) throw new Error("useLive outside of LiveProvider");
  return live;
}

/** What of a case is on its way. */
export function useOutgoing(handoffId: string): readonly Outgoing[] {
  const { outbox } = useLive();
  return useSyncExternalStore(outbox.subscribe, () => outbox.items(handoffId));
}
