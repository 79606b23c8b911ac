/** What the pages read, and under which key it is kept. */

import { QueryClient, useQuery } from "@tanstack/react-query";
import { mergeMessages } from "../state/messages";
import { useSettings } from "../state/settings";
import { setServerTime } from "./clock";
import { ApiError, get, NetworkError, query } from "./client";
import type {
  Account,
  AuditPage,
  Canned,
  Colleague,
  Dashboard,
  Detail,
  Item,
  ItemPage,
  KnowledgeHit,
  LoginWays,
  Meta,
  Note,
  SchemeFacts,
  Session,
  Stored,
  Suggestion,
  View,
} from "./types";

/** The live line tells what changed; this only catches what a lost signal would hide. */
const POLL_MS = 30_000;

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (count, error) =>
          count < 2 && (error instanceof NetworkError || (error instanceof ApiError && error.status >= 500)),
      },
    },
  });
}

export const keys = {
  session: ["session"] as const,
  login: ["login"] as const,
  meta: ["meta"] as const,
  lists: ["handoffs"] as const,
  list: (view: View, filters: Filters) => ["handoffs", view, filters] as const,
  detail: (id: string) => ["handoff", id] as const,
  helps: (id: string, what: string) => ["help", id, what] as const,
  colleagues: ["colleagues"] as const,
  canned: ["canned"] as const,
  accounts: ["accounts"] as const,
};

export interface Filters {
  q?: string;
  queue?: string;
  theme?: string;
  language?: string;
  label?: string;
  page?: number;
}

export function useSession() {
  return useQuery({
    queryKey: keys.session,
    queryFn: async () => {
      try {
        return await get<Session>("/session");
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: 60_000,
  });
}

export function useLoginWays() {
  return useQuery({ queryKey: keys.login, queryFn: () => get<LoginWays>("/login"), staleTime: Infinity });
}

export function useMeta() {
  const { language } = useSettings();
  return useQuery({
    queryKey: [...keys.meta, language],
    queryFn: async () => {
      const meta = await get<Meta>(`/meta${query({ language })}`);
      if (meta.now) setServerTime(meta.now);
      return meta;
    },
    staleTime: 60_000,
  });
}

export function useHandoffs(view: View, filters: Filters = {}, enabled = true) {
  return useQuery({
    enabled,
    queryKey: keys.list(view, filters),
    queryFn: () => get<ItemPage>(`/handoffs${query({ view, ...filters, page: filters.page ?? 1 })}`),
    refetchInterval: POLL_MS,
    placeholderData: (before, of) => (of?.queryKey[1] === view ? before : undefined),
  });
}

export function useDetail(client: QueryClient, id: string) {
  return useQuery({
    queryKey: keys.detail(id),
    queryFn: async () => {
      const fetched = await get<Detail>(`/handoffs/${encodeURIComponent(id)}`);
      // What the live line brought while the answer was on its way must not vanish again.
      const held = client.getQueryData<Detail>(keys.detail(id));
      return { ...fetched, messages: mergeMessages(held?.messages ?? [], fetched.messages) };
    },
    // Every look is written in the audit log, so the page looks again only when something happened.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnMount: "always",
  });
}

/** Hold a case as an action has returned it. */
export function putDetail(client: QueryClient, detail: Detail): void {
  client.setQueryData<Detail>(keys.detail(detail.id), (held) => ({
    ...detail,
    messages: mergeMessages(held?.messages ?? [], detail.messages),
  }));
}

/** Whether what a list says about a case differs from what is held of it. */
function differs(listed: Item, held: Detail): boolean {
  const marks = (item: Item) => JSON.stringify([item.state, item.queue.id, item.claimed_by?.id ?? null, item.labels]);
  return marks(listed) !== marks(held);
}

/**
 * Something happened to a case: renew the lists, and the case itself only if it is no longer as it is held.
 *
 * Each reading of a case is written in the audit log, and each message is such a happening; its text comes by itself.
 */
export async function caseChanged(client: QueryClient, id: string): Promise<void> {
  await client.invalidateQueries({ queryKey: keys.lists });
  void client.invalidateQueries({ queryKey: keys.helps(id, "notes") });
  const held = client.getQueryData<Detail>(keys.detail(id));
  if (!held) return;
  const listed = client
    .getQueriesData<ItemPage>({ queryKey: keys.lists, type: "active" })
    .flatMap(([, page]) => page?.items ?? [])
    .filter((item) => item.id === id);
  if (listed.length === 0 || listed.some((item) => differs(item, held))) {
    void client.invalidateQueries({ queryKey: keys.detail(id) });
  }
}

/** Put messages into a case that is held; one that is not held will be read when it is opened. */
export function putMessages(client: QueryClient, id: string, messages: Stored[]): void {
  client.setQueryData<Detail>(keys.detail(id), (held) =>
    held ? { ...held, messages: mergeMessages(held.messages, messages) } : held,
  );
}

const part = (id: string, what: string): string => `/handoffs/${encodeURIComponent(id)}/${what}`;

export function useSuggestions(id: string, lastSeq: number) {
  return useQuery({
    queryKey: [...keys.helps(id, "suggestions"), lastSeq],
    queryFn: () => get<Suggestion[]>(part(id, "suggestions")),
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
}

export function useSchemes(id: string) {
  return useQuery({
    queryKey: keys.helps(id, "schemes"),
    queryFn: () => get<SchemeFacts[]>(part(id, "schemes")),
    staleTime: 60_000,
  });
}

export function useNotes(id: string, initial: Note[]) {
  return useQuery({
    queryKey: keys.helps(id, "notes"),
    queryFn: () => get<Note[]>(part(id, "notes")),
    initialData: initial,
    staleTime: 15_000,
  });
}

export function useKnowledge(q: string, language: string) {
  return useQuery({
    queryKey: ["knowledge", q, language],
    queryFn: () => get<KnowledgeHit[]>(`/knowledge${query({ q, language })}`),
    enabled: q.trim().length >= 2,
    staleTime: 60_000,
  });
}

export function useCanned() {
  return useQuery({ queryKey: keys.canned, queryFn: () => get<Canned[]>("/canned"), staleTime: 30_000 });
}

export function useColleagues() {
  return useQuery({ queryKey: keys.colleagues, queryFn: () => get<Colleague[]>("/colleagues"), staleTime: 10_000 });
}

export interface Period {
  from: string;
  to: string;
  queue?: string;
}

export function useDashboard(period: Period) {
  return useQuery({
    queryKey: ["dashboard", period],
    queryFn: () => get<Dashboard>(`/dashboard${query({ ...period })}`),
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
}

export function useAudit(page: number) {
  return useQuery({
    queryKey: ["audit", page],
    queryFn: () => get<AuditPage>(`/audit${query({ page })}`),
    placeholderData: (before) => before,
  });
}

export function useAccounts() {
  return useQuery({ queryKey: keys.accounts, queryFn: () => get<Account[]>("/accounts") });
}
