/** Changing the one-time password before anything else. */

import { BodyShort, Button, Heading, InlineMessage, TextField, VStack } from "@navikt/ds-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiError, post } from "../api/client";
import type { Session } from "../api/types";
import { useErrorText } from "../components/bits";
import { usePageTitle } from "../components/hooks";
import { type TextKey, useTexts } from "../i18n";
import { useSessionState, useUser } from "../state/session";

const SHORTEST = 12;

export function PasswordPage() {
  const { t, has } = useTexts();
  const user = useUser();
  const { begin, logOut } = useSessionState();
  const errorText = useErrorText();
  const [faults, setFaults] = useState<{ old?: string; next?: string; again?: string }>({});
  usePageTitle(t("password.title"));
  const change = useMutation({
    mutationFn: (body: { old: string; new: string }) => post<Session>("/password", body),
    // All other sessions of the account end; this browser goes on with a new one.
    onSuccess: begin,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const [old, next, again] = ["old", "next", "again"].map((name) => String(data.get(name) ?? "")) as [
      string,
      string,
      string,
    ];
    const found = {
      old: old ? undefined : t("password.old.missing"),
      next:
        next.length >= SHORTEST
          ? next === old
            ? t("password.same")
            : undefined
          : t("password.short", { n: SHORTEST }),
      again: next === again ? undefined : t("password.differs"),
    };
    setFaults(found);
    const wrong = Object.entries(found).find(([, fault]) => fault);
    if (wrong) event.currentTarget.querySelector<HTMLInputElement>(`[name=${wrong[0]}]`)?.focus();
    else change.mutate({ old, new: next });
  };
  const refused = (error: unknown): string =>
    error instanceof ApiError && has(`password.refused.${error.code}`)
      ? t(`password.refused.${error.code}` as TextKey)
      : errorText(error);
  return (
    <main className="alone">
      <div className="alone__card">
        <form onSubmit={submit} noValidate>
          <VStack gap="space-24">
            <div>
              <Heading level="1" size="large">
                {t("password.title")}
              </Heading>
              <BodyShort textColor="subtle">{t("password.intro")}</BodyShort>
            </div>
            <input type="hidden" autoComplete="username" name="username" value={user.username} readOnly />
            <TextField
              name="old"
              type="password"
              label={t("password.old")}
              autoComplete="current-password"
              error={faults.old}
            />
            <TextField
              name="next"
              type="password"
              label={t("password.new")}
              description={t("password.hint", { n: SHORTEST })}
              autoComplete="new-password"
              error={faults.next}
            />
            <TextField
              name="again"
              type="password"
              label={t("password.again")}
              autoComplete="new-password"
              error={faults.again}
            />
            <div role="alert">
              {change.isError && <InlineMessage status="error">{refused(change.error)}</InlineMessage>}
            </div>
            <Button type="submit" loading={change.isPending}>
              {t("password.submit")}
            </Button>
            <Button type="button" variant="tertiary" data-color="neutral" onClick={() => void logOut()}>
              {t("logout")}
            </Button>
          </VStack>
        </form>
      </div>
    </main>
  );
}
