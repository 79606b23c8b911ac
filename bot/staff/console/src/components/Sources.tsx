/** Where something is taken from, with the day it was read. */

import { Detail } from "@navikt/ds-react";
import type { Source } from "../api/types";
import { useTexts } from "../i18n";
import { formatDate } from "../i18n/format";
import { safeHref } from "./linkify";

/** Read sources out of data that may be anything. */
export function sourcesOf(value: unknown): Source[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (item): item is Source =>
      typeof item === "object" && item !== null && typeof item.title === "string" && typeof item.url === "string",
  );
}

export function SourceName({ source }: { source: Source }) {
  const { t, language } = useTexts();
  const href = safeHref(source.url);
  const checked = source.checked ? ` (${t("source.checked", { date: formatDate(source.checked, language) })})` : "";
  return (
    <>
      {href ? (
        <a href={href} target="_blank" rel="noopener noreferrer">
          {source.title}
          <span className="aksel-sr-only"> {t("link.newTab")}</span>
        </a>
      ) : (
        source.title
      )}
      {checked}
    </>
  );
}

export function Sources({ sources }: { sources: Source[] }) {
  const { t } = useTexts();
  if (sources.length === 0) return null;
  return (
    <Detail as="div" className="sources">
      <span>{sources.length === 1 ? t("source.one") : t("source.many")}: </span>
      <ul>
        {sources.map((source) => (
          <li key={source.url + source.title}>
            <SourceName source={source} />
          </li>
        ))}
      </ul>
    </Detail>
  );
}
