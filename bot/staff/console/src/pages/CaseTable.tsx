/** Cases as a table, for wide screens. */

import { BodyShort, Table, Tag } from "@navikt/ds-react";
import { Link, useLocation } from "react-router";
import { useMeta } from "../api/queries";
import type { Item, View } from "../api/types";
import { Deadline, StateTag, useChannelName, useLanguageName } from "../components/bits";
import { useTexts } from "../i18n";
import { formatSeconds, formatStamp, secondsBetween } from "../i18n/format";
import { ClaimButton } from "../case/ClaimButton";

/** Where this list is, with its filters, so that a case leads back to it. */
export function useHere(): string {
  const { pathname, search } = useLocation();
  return pathname + search;
}

export function Place({ item }: { item: Item }) {
  return (
    <>
      {item.region ?? "–"}
      {item.municipality && <span className="subtle">{item.municipality}</span>}
    </>
  );
}

function Reason({ id }: { id: string }) {
  const reasons = useMeta().data?.close_reasons ?? [];
  return <span className="subtle">{reasons.find((reason) => reason.id === id)?.title}</span>;
}

export function Unread({ item }: { item: Item }) {
  const { t } = useTexts();
  if (!item.unread) return null;
  return (
    <Tag size="xsmall" variant="strong" data-color="accent">
      {t("list.unread", { n: item.unread })}
    </Tag>
  );
}

export function CaseTable({ view, items, now }: { view: View; items: Item[]; now: number }) {
  const { t, language } = useTexts();
  const languageName = useLanguageName();
  const channelName = useChannelName();
  const queue = view === "queue";
  const from = useHere();
  return (
    <Table size="small" className="cases">
      <Table.Header>
        <Table.Row>
          <Table.HeaderCell scope="col">{t(view === "closed" ? "column.ended" : "column.waiting")}</Table.HeaderCell>
          <Table.HeaderCell scope="col" className="cases__question">
            {t("column.question")}
          </Table.HeaderCell>
          <Table.HeaderCell scope="col">{t("filter.theme")}</Table.HeaderCell>
          <Table.HeaderCell scope="col">{t("filter.region")}</Table.HeaderCell>
          <Table.HeaderCell scope="col">{t("column.languageChannel")}</Table.HeaderCell>
          {queue ? (
            <Table.HeaderCell scope="col">{t("column.deadline")}</Table.HeaderCell>
          ) : (
            <Table.HeaderCell scope="col">{t("column.state")}</Table.HeaderCell>
          )}
          {queue ? (
            <Table.HeaderCell scope="col">
              <span className="aksel-sr-only">{t("column.action")}</span>
            </Table.HeaderCell>
          ) : (
            <Table.HeaderCell scope="col">{t("column.person")}</Table.HeaderCell>
          )}
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {items.map((item) => (
          <Table.Row key={item.id} className={item.unread ? "cases__unread" : undefined}>
            <Table.DataCell className="cases__time">
              {view === "closed" ? (
                formatStamp(item.closed_at ?? item.created_at, language)
              ) : (
                <strong>{formatSeconds(secondsBetween(item.waiting_since, now))}</strong>
              )}
              <span className="subtle">{item.queue.title}</span>
            </Table.DataCell>
            <Table.HeaderCell scope="row" className="cases__question">
              <Link to={`/saker/${item.id}`} state={{ from }} className="cases__link" lang={item.language}>
                {item.question}
              </Link>
              <BodyShort as="div" size="small" className="cases__meta">
                <span className="subtle">{item.reference}</span>
                <Unread item={item} />
                {item.labels.map((label) => (
                  <Tag key={label} size="xsmall" variant="moderate" data-color="neutral">
                    {label}
                  </Tag>
                ))}
              </BodyShort>
            </Table.HeaderCell>
            <Table.DataCell>{item.theme?.title ?? "–"}</Table.DataCell>
            <Table.DataCell>
              <Place item={item} />
            </Table.DataCell>
            <Table.DataCell>
              {languageName(item.language)}
              <span className="subtle">{channelName(item.channel)}</span>
            </Table.DataCell>
            <Table.DataCell>
              {queue ? <Deadline item={item} now={now} /> : <StateTag state={item.state} />}
              {item.close_reason && <Reason id={item.close_reason} />}
            </Table.DataCell>
            <Table.DataCell>
              {queue ? <ClaimButton item={item} size="small" /> : (item.claimed_by?.name ?? "–")}
            </Table.DataCell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table>
  );
}
