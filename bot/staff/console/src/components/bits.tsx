/** Small parts that many pages show. */

import { BodyShort, Button, Heading, InlineMessage, Loader, LocalAlert, Tag } from "@navikt/ds-react";
import type { ReactNode } from "react";
import { ApiError, NetworkError } from "../api/client";
import type { HandoffState, Item, Language, Presence } from "../api/types";
import { useTexts } from "../i18n";
import { formatSeconds, formatTime, sameDay, formatDay, secondsBetween } from "../i18n/format";
import { usePageTitle } from "./hooks";

export function PageHeading({ title, children }: { title: string; children?: ReactNode }) {
  usePageTitle(title);
  return (
    <div className="page__heading">
      <Heading level="1" size="medium" tabIndex={-1} id="page-heading">
        {title}
      </Heading>
      {children}
    </div>
  );
}

/** A table that scrolls by itself, also with the keyboard, where the page is too narrow for it. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}

export function Waiting({ label }: { label?: string }) {
  const { t } = useTexts();
  return (
    <div className="waiting">
      <Loader size="large" title={label ?? t("loading")} />
    </div>
  );
}

export function useErrorText(): (error: unknown) => string {
  const { t } = useTexts();
  return (error) => {
    if (error instanceof NetworkError) return t("error.network");
    if (error instanceof ApiError) {
      if (error.status === 403) return t("error.forbidden");
      if (error.status === 404) return t("error.notFound");
      if (error.status === 429) return t("error.tooMany");
      if (error.message && error.status < 500) return error.message;
    }
    return t("error.unknown");
  };
}

export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTexts();
  const text = useErrorText();
  return (
    <LocalAlert status="error">
      <LocalAlert.Header>
        <LocalAlert.Title>{t("error.title")}</LocalAlert.Title>
      </LocalAlert.Header>
      <LocalAlert.Content>
        <BodyShort spacing={Boolean(retry)}>{text(error)}</BodyShort>
        {retry && (
          <Button size="small" variant="secondary" data-color="neutral" onClick={retry}>
            {t("retry")}
          </Button>
        )}
      </LocalAlert.Content>
    </LocalAlert>
  );
}

export function InlineFailure({ error }: { error: unknown }) {
  const text = useErrorText();
  return (
    <div role="alert">
      {error ? (
        <InlineMessage status="error" size="small">
          {text(error)}
        </InlineMessage>
      ) : null}
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <BodyShort weight="semibold">{title}</BodyShort>
      {children && (
        <BodyShort size="small" textColor="subtle">
          {children}
        </BodyShort>
      )}
    </div>
  );
}

const STATE_COLORS: Record<HandoffState, "info" | "accent" | "success" | "neutral" | "warning"> = {
  requested: "neutral",
  queued: "info",
  claimed: "accent",
  active: "accent",
  transferred: "accent",
  closed: "success",
  expired: "warning",
  cancelled: "neutral",
};

export function StateTag({ state }: { state: HandoffState }) {
  const { t } = useTexts();
  return (
    <Tag size="small" variant="moderate" data-color={STATE_COLORS[state]}>
      {t(`state.${state}`)}
    </Tag>
  );
}

export function useLanguageName(): (language: string) => string {
  const { t, has } = useTexts();
  return (language) => {
    const key = `language.${language}`;
    return has(key) ? t(key) : language;
  };
}

export function LanguageTag({ language }: { language: Language }) {
  const name = useLanguageName();
  return (
    <Tag size="small" variant="moderate" data-color="neutral">
      {name(language)}
    </Tag>
  );
}

export function useChannelName(): (channel: string) => string {
  const { t, has } = useTexts();
  return (channel) => {
    const key = `channel.${channel}`;
    return has(key) ? t(key) : channel;
  };
}

export function PresenceDot({ presence }: { presence: Presence }) {
  return <span className={`dot dot--${presence}`} aria-hidden />;
}

export function isOverdue(item: Pick<Item, "overdue" | "answer_by">, now: number): boolean {
  return item.overdue || (item.answer_by !== null && new Date(item.answer_by).getTime() < now);
}

/** The promised time, or how long it has been broken. */
export function Deadline({ item, now }: { item: Item; now: number }) {
  const { t, language } = useTexts();
  if (item.answer_by === null) return <span>–</span>;
  if (isOverdue(item, now)) {
    return (
      <Tag size="small" variant="moderate" data-color="danger">
        {t("deadline.over", { time: formatSeconds(secondsBetween(item.answer_by, now)) })}
      </Tag>
    );
  }
  const clock = formatTime(item.answer_by, language);
  const today = sameDay(item.answer_by, new Date(now).toISOString());
  const soon = secondsBetween(item.answer_by, now) > -10 * 60;
  return (
    <Tag size="small" variant="outline" data-color={soon ? "warning" : "neutral"}>
      {today ? t("deadline.today", { time: clock }) : `${formatDay(item.answer_by, language)} ${clock}`}
    </Tag>
  );
}
