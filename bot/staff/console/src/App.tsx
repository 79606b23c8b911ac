/** Providers, the gate of the login, and the pages. */

import { Provider, Theme } from "@navikt/ds-react";
import { nb as akselNb, nn as akselNn } from "@navikt/ds-react/locales";
import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { BrowserRouter, Navigate, Route, Routes } from "react-router";
import { makeQueryClient } from "./api/queries";
import { Failure, Waiting } from "./components/bits";
import { useMediaQuery } from "./components/hooks";
import { placesOf, Shell } from "./components/Shell";
import { TextsProvider, useTexts } from "./i18n";
import { CaseListPage } from "./pages/CaseListPage";
import { CasePage } from "./case/CasePage";
import { LoginPage } from "./pages/LoginPage";
import { NotFoundPage } from "./pages/NotFoundPage";
import { PasswordPage } from "./pages/PasswordPage";
import { LiveProvider } from "./state/live";
import { useReturn } from "./state/return";
import { mayAny, SessionProvider, useSessionState, useUser, worksWithCases } from "./state/session";
import { useSettings } from "./state/settings";

const DashboardPage = lazy(() => import("./pages/DashboardPage"));
const CannedPage = lazy(() => import("./pages/CannedPage"));
const AccountsPage = lazy(() => import("./pages/AccountsPage"));
const AuditPage = lazy(() => import("./pages/AuditPage"));

function Pages() {
  const user = useUser();
  useReturn();
  return (
    <Suspense fallback={<Waiting />}>
      <Routes>
        {worksWithCases(user) ? (
          <>
            <Route path="/" element={<CaseListPage view="queue" key="queue" />} />
            <Route path="/mine" element={<CaseListPage view="mine" key="mine" />} />
            <Route path="/apne" element={<CaseListPage view="open" key="open" />} />
            <Route path="/historikk" element={<CaseListPage view="closed" key="closed" />} />
            <Route path="/saker/:id" element={<CasePage />} />
          </>
        ) : (
          <Route path="/" element={<Navigate to={placesOf(user)[0]?.to ?? "/standardsvar"} replace />} />
        )}
        {mayAny(user, "lead") && <Route path="/statistikk" element={<DashboardPage />} />}
        <Route path="/standardsvar" element={<CannedPage />} />
        {mayAny(user, "admin") && <Route path="/kontoer" element={<AccountsPage />} />}
        {mayAny(user, "lead", "admin") && <Route path="/logg" element={<AuditPage />} />}
        <Route path="/login" element={<Navigate to="/" replace />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Suspense>
  );
}

function Gate() {
  const { session, loading, failed } = useSessionState();
  if (loading) return <Waiting />;
  if (failed) {
    return (
      <main className="alone">
        <Failure error={null} retry={() => window.location.reload()} />
      </main>
    );
  }
  if (!session) return <LoginPage />;
  if (session.user.must_change_password) return <PasswordPage />;
  return (
    <LiveProvider user={session.user} key={session.user.id}>
      <Shell>
        <Pages />
      </Shell>
    </LiveProvider>
  );
}

function Appearance({ children }: { children: ReactNode }) {
  const { theme } = useSettings();
  const { language } = useTexts();
  const prefersDark = useMediaQuery("(prefers-color-scheme: dark)");
  const shown = theme === "system" ? (prefersDark ? "dark" : "light") : theme;
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  // Dialogs and menus open inside of the theme, so that they get its colours.
  const [root, setRoot] = useState<HTMLDivElement | null>(null);
  return (
    <Theme theme={shown} ref={setRoot}>
      <Provider locale={language === "nn" ? akselNn : akselNb} rootElement={root ?? undefined}>
        {children}
      </Provider>
    </Theme>
  );
}

export function App() {
  const [queries] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={queries}>
      <TextsProvider>
        <Appearance>
          <BrowserRouter basename="/staff">
            <SessionProvider>
              <Gate />
            </SessionProvider>
          </BrowserRouter>
        </Appearance>
      </TextsProvider>
    </QueryClientProvider>
  );
}
