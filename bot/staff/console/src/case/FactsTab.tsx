/** What the employer filled in, what the bot gathered, and how it was rated. */

import { BodyShort, Heading, Label, Link, List } from "@navikt/ds-react";
import type { ReactNode } from "react";
import type { Detail } from "../api/types";
import { safeHref } from "../components/linkify";
import { MessageText } from "../components/MessageText";
import { useTexts } from "../i18n";
import { formatDateTime, formatStamp } from "../i18n/format";
import { Finder } from "./Finder";
import { Labels } from "./Labels";

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="facts__row">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** An organisation number in groups of three, as people read it. */
function grouped(organisation: string): string {
  return /^\d{9}$/.test(organisation) ? organisation.replace(/(\d{3})(?=\d)/g, "$1 ") : organisation;
}

export function FactsTab({ detail }: { detail: Detail }) {
  const { t, language } = useTexts();
  const { contact, summary } = detail;
  const missing = <span className="subtle-inline">{t("facts.notGiven")}</span>;
  return (
    <div className="tab">
      <section>
        <Heading level="2" size="xsmall" spacing>
          {t("facts.question")}
        </Heading>
        <div className="quote">
          <MessageText text={detail.question} lang={detail.language} />
        </div>
      </section>
      <section>
        <Heading level="2" size="xsmall" spacing>
          {t("facts.contact")}
        </Heading>
        <dl className="facts">
          <Row name={t("facts.name")}>{contact.name ?? missing}</Row>
          <Row name={t("facts.phone")}>
            {contact.phone ? (
              <Link href={`tel:${contact.phone.replace(/[^+\d]/g, "")}`}>{contact.phone}</Link>
            ) : (
              missing
            )}
          </Row>
          <Row name={t("facts.email")}>
            {contact.email ? (
              <Link href={`mailto:${encodeURIComponent(contact.email).replace("%40", "@")}`}>{contact.email}</Link>
            ) : (
              missing
            )}
          </Row>
          <Row name={t("facts.organisation")}>{contact.organisation ? grouped(contact.organisation) : missing}</Row>
          <Row name={t("facts.place")}>
            {[detail.municipality, detail.region].filter(Boolean).join(", ") || missing}
          </Row>
          <Row name={t("facts.queue")}>{detail.queue.title}</Row>
          <Row name={t("facts.received")}>{formatStamp(detail.created_at, language)}</Row>
          {detail.answer_by && <Row name={t("facts.answerBy")}>{formatDateTime(detail.answer_by, language)}</Row>}
        </dl>
      </section>
      <Labels detail={detail} />
      <section>
        <Heading level="2" size="xsmall" spacing>
          {t("facts.asked")}
        </Heading>
        {summary.asked.length ? (
          <List as="ul" size="small">
            {summary.asked.map((text, index) => (
              <List.Item key={index}>
                <span lang={detail.language}>{text}</span>
              </List.Item>
            ))}
          </List>
        ) : (
          <BodyShort size="small">{t("facts.asked.none")}</BodyShort>
        )}
      </section>
      {summary.schemes.length > 0 && (
        <section>
          <Heading level="2" size="xsmall" spacing>
            {t("facts.schemes")}
          </Heading>
          <List as="ul" size="small">
            {summary.schemes.map((scheme) => {
              const href = scheme.url ? safeHref(scheme.url) : null;
              return (
                <List.Item key={scheme.id}>
                  {href ? (
                    <Link href={href} target="_blank" rel="noopener noreferrer">
                      {scheme.title}
                      <span className="aksel-sr-only"> {t("link.newTab")}</span>
                    </Link>
                  ) : (
                    scheme.title
                  )}
                </List.Item>
              );
            })}
          </List>
        </section>
      )}
      <Finder detail={detail} />
      {detail.rating && (
        <section>
          <Heading level="2" size="xsmall" spacing>
            {t("facts.rating")}
          </Heading>
          <Label size="small">{t("facts.rating.score", { n: detail.rating.score })}</Label>
          {detail.rating.comment && <MessageText text={detail.rating.comment} lang={detail.language} />}
        </section>
      )}
    </div>
  );
}
