/** The schemes that were talked about, with the facts that hold today. */

import { Accordion, BodyShort, Heading, Link, Tag } from "@navikt/ds-react";
import { useSchemes } from "../api/queries";
import type { Detail, SchemeFacts } from "../api/types";
import { Empty, Failure, Waiting } from "../components/bits";
import { safeHref } from "../components/linkify";
import { useTexts } from "../i18n";
import type { Insert } from "./SidePanel";
import { Snippet } from "./Snippet";

function Status({ status: { state, note } }: { status: SchemeFacts["status"] }) {
  const { t, has } = useTexts();
  if (state === "active") return null;
  const key = `scheme.${state}`;
  return (
    <BodyShort as="div" size="small" className="scheme__status">
      <Tag size="small" variant="moderate" data-color="warning">
        {has(key) ? t(key) : state}
      </Tag>
      {note}
    </BodyShort>
  );
}

export function SchemesTab({ detail, onInsert }: { detail: Detail; onInsert: Insert }) {
  const { t } = useTexts();
  const { data, isError, error, refetch } = useSchemes(detail.id);
  if (!data) return isError ? <Failure error={error} retry={() => void refetch()} /> : <Waiting />;
  if (data.length === 0) return <Empty title={t("schemes.none")}>{t("schemes.none.detail")}</Empty>;
  return (
    <div className="tab">
      {data.map((scheme) => {
        const href = scheme.url ? safeHref(scheme.url) : null;
        return (
          <section key={scheme.scheme}>
            <div className="scheme__heading">
              <Heading level="2" size="xsmall">
                {scheme.title}
              </Heading>
              {href && (
                <Link href={href} target="_blank" rel="noopener noreferrer">
                  {t("schemes.readMore")}
                  <span className="aksel-sr-only">
                    : {scheme.title} {t("link.newTab")}
                  </span>
                </Link>
              )}
            </div>
            <Status status={scheme.status} />
            <Accordion size="small">
              {scheme.facts.map((fact) => (
                <Accordion.Item key={fact.topic}>
                  <Accordion.Header>{fact.title}</Accordion.Header>
                  <Accordion.Content>
                    <Snippet
                      title={fact.title}
                      text={fact.text}
                      lang={detail.language}
                      sources={fact.sources}
                      onInsert={onInsert}
                    />
                  </Accordion.Content>
                </Accordion.Item>
              ))}
            </Accordion>
          </section>
        );
      })}
    </div>
  );
}
