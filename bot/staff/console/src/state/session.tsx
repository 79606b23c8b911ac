/** Who is logged in, and what happens when that ends. */

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { setCsrf, post, whenUnauthorized } from "../api/client";
import { keys, useSession } from "../api/queries";
import type { Presence, Role, Session, User } from "../api/types";
import { safeHref } from "../components/linkify";
import { forgetDrafts } from "./drafts";
import { removeStored } from "./stored";

interface SessionState {
  session: Session | null;
  loading: boolean;
  failed: boolean;
  /** The session ended while someone was working, so the login says why it is there. */
  expired: boolean;
  begin: (session: Session) => void;
  logOut: () => Promise<void>;
  setPresence: (presence: Presence) => void;
}

const Context = createContext<SessionState | null>(null);

export function SessionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const { data, isLoading, isError } = useSession();
  const [wasIn, setWasIn] = useState(false);
  const session = data ?? null;

  // Before the children send anything: an effect would come too late for theirs.
  if (session) setCsrf(session.csrf);

  useEffect(() => {
    whenUnauthorized(() => queries.setQueryData(keys.session, null));
  }, [queries]);

  useEffect(() => {
    if (session) setWasIn(true);
    // What was read belongs to the one who was logged in.
    else queries.removeQueries({ predicate: (held) => held.queryKey[0] !== "session" && held.queryKey[0] !== "login" });
  }, [session, queries]);

  const begin = useCallback(
    (begun: Session) => {
      setCsrf(begun.csrf);
      queries.setQueryData(keys.session, begun);
    },
    [queries],
  );

  const logOut = useCallback(async () => {
    let away: string | null = null;
    try {
      away = (await post<{ redirect?: string | null } | undefined>("/logout"))?.redirect ?? null;
    } finally {
      forgetDrafts();
      removeStored(() => window.sessionStorage, "staff.outbox.");
      setWasIn(false);
      queries.setQueryData(keys.session, null);
    }
    // Whoever logged in at the provider is logged out there as well.
    if (away && safeHref(away)) window.location.assign(away);
  }, [queries]);

  const setPresence = useCallback(
    (presence: Presence) =>
      queries.setQueryData<Session | null>(keys.session, (held) =>
        held ? { ...held, user: { ...held.user, presence } } : held,
      ),
    [queries],
  );

  const state = useMemo(
    () => ({
      session,
      loading: isLoading,
      failed: isError && data === undefined,
      expired: wasIn && session === null,
      begin,
      logOut,
      setPresence,
    }),
    [session, isLoading, isError, data, wasIn, begin, logOut, setPresence],
  );
  return <Context.Provider value={state}>{children}</Context.Provider>;
}

export function useSessionState(): SessionState {
  const state = useContext(Context);
  if (!state) throw new Error("useSessionState outside of SessionProvider");
  return state;
}

/** The one who is logged in; only for pages behind the login. */
export function useUser(): User {
  const { session } = useSessionState();
  if (!session) throw new Error("useUser without a session");
  return session.user;
}

/** Whether this person works with conversations; editors and administrators alone see none. */
export function worksWithCases(user: User): boolean {
  return mayAny(user, "agent", "lead");
}

export function mayAny(user: User, ...roles: Role[]): boolean {
  return roles.some((role) => user.roles.includes(role));
}
