/** Logging in: with the organisation's account, with a local one, or both. */

import { BodyShort, Button, Heading, InlineMessage, LocalAlert, TextField, VStack } from "@navikt/ds-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useLocation } from "react-router";
import { ApiError, NetworkError, post } from "../api/client";
import { useLoginWays } from "../api/queries";
import type { Session } from "../api/types";
import { Failure, Waiting } from "../components/bits";
import { usePageTitle } from "../components/hooks";
import { type Translate, useTexts } from "../i18n";
import { formatSeconds } from "../i18n/format";
import { rememberPlace } from "../state/return";
import { useSessionState } from "../state/session";

function refusal(error: unknown, t: Translate): string {
  if (error instanceof NetworkError) return t("error.network");
  if (error instanceof ApiError) {
    if (error.status === 401) return t("login.wrong");
    if (error.status === 423) {
      const wait = error.retryAfter;
      return wait ? t("login.locked.until", { time: formatSeconds(wait) }) : t("login.locked");
    }
    if (error.status === 429) return t("error.tooMany");
  }
  return t("error.unknown");
}

function LocalLogin() {
  const { t } = useTexts();
  const { begin } = useSessionState();
  const [missing, setMissing] = useState({ username: false, password: false });
  const form = useRef<HTMLFormElement>(null);
  const login = useMutation({
    mutationFn: (body: { username: string; password: string }) => post<Session>("/login", body),
    onSuccess: begin,
    onError: () => form.current?.querySelector<HTMLInputElement>("[name=password]")?.select(),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const username = String(data.get("username") ?? "").trim();
    const password = String(data.get("password") ?? "");
    setMissing({ username: !username, password: !password });
    if (username && password) login.mutate({ username, password });
    else form.current?.querySelector<HTMLInputElement>(username ? "[name=password]" : "[name=username]")?.focus();
  };
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <VStack gap="space-16">
        <TextField
          name="username"
          label={t("login.username")}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          error={missing.username && t("login.username.missing")}
        />
        <TextField
          name="password"
          type="password"
          label={t("login.password")}
          autoComplete="current-password"
          error={missing.password && t("login.password.missing")}
        />
        <div role="alert">
          {login.isError && <InlineMessage status="error">{refusal(login.error, t)}</InlineMessage>}
        </div>
        <Button type="submit" loading={login.isPending}>
          {t("login.submit")}
        </Button>
      </VStack>
    </form>
  );
}

export function LoginPage() {
  const { t } = useTexts();
  const { expired } = useSessionState();
  const { pathname, search } = useLocation();
  const { data: ways, isError, error, refetch } = useLoginWays();
  usePageTitle(t("login.title"));
  const outcome = new URLSearchParams(search).get("login");
  return (
    <main className="alone">
      <div className="alone__card">
        <VStack gap="space-24">
          <div>
            <BodyShort className="brand" size="small" weight="semibold">
              Nav
            </BodyShort>
            <Heading level="1" size="large">
              {t("login.title")}
            </Heading>
            <BodyShort textColor="subtle">{t("login.intro")}</BodyShort>
          </div>
          {expired && (
            <LocalAlert status="announcement">
              <LocalAlert.Header>
                <LocalAlert.Title as="h2">{t("login.expired")}</LocalAlert.Title>
              </LocalAlert.Header>
              <LocalAlert.Content>{t("login.expired.detail")}</LocalAlert.Content>
            </LocalAlert>
          )}
          {outcome && (
            <InlineMessage status="error">
              {t(outcome === "no_role" || outcome === "disabled" ? `login.oidc.${outcome}` : "login.oidc.failed")}
            </InlineMessage>
          )}
          {isError && <Failure error={error} retry={() => void refetch()} />}
          {!ways && !isError && <Waiting />}
          {ways?.oidc && (
            <Button
              as="a"
              href="/staff/login/oidc"
              onClick={() => rememberPlace(pathname + search)}
              variant={ways.local ? "secondary" : "primary"}
            >
              {t("login.oidc", { title: ways.oidc.title })}
            </Button>
          )}
          {ways?.oidc && ways.local && (
            <BodyShort size="small" textColor="subtle" align="center">
              {t("login.or")}
            </BodyShort>
          )}
          {ways?.local && <LocalLogin />}
        </VStack>
      </div>
    </main>
  );
}
