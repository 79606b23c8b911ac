/** Who looked at what, and who did what. */

import { BodyShort, Pagination, Table } from "@navikt/ds-react";
import { useSearchParams } from "react-router";
import { useAudit } from "../api/queries";
import { Empty, Failure, PageHeading, Scroll, Waiting } from "../components/bits";
import { useTexts } from "../i18n";
import { formatStamp } from "../i18n/format";

const PAGE_SIZE = 50;

export default function AuditPage() {
  const { t, language, has } = useTexts();
  const [parameters, setParameters] = useSearchParams();
  const page = Number(parameters.get("side") ?? 1) || 1;
  const { data, isError, error, refetch } = useAudit(page);
  const pages = data ? Math.ceil(data.total / PAGE_SIZE) : 0;
  return (
    <div className="page">
      <PageHeading title={t("nav.audit")} />
      <BodyShort textColor="subtle" className="page__intro">
        {t("audit.intro")}
      </BodyShort>
      {isError && <Failure error={error} retry={() => void refetch()} />}
      {!data && !isError && <Waiting />}
      {data?.items.length === 0 && <Empty title={t("audit.none")} />}
      {data && data.items.length > 0 && (
        <Scroll label={t("nav.audit")}>
          <Table size="small">
            <Table.Header>
              <Table.Row>
                <Table.HeaderCell scope="col">{t("audit.at")}</Table.HeaderCell>
                <Table.HeaderCell scope="col">{t("audit.staff")}</Table.HeaderCell>
                <Table.HeaderCell scope="col">{t("audit.action")}</Table.HeaderCell>
                <Table.HeaderCell scope="col">{t("audit.object")}</Table.HeaderCell>
              </Table.Row>
            </Table.Header>
            <Table.Body>
              {data.items.map((entry, index) => {
                const key = `audit.action.${entry.action}`;
                return (
                  <Table.Row key={`${entry.at}-${index}`}>
                    <Table.DataCell className="nowrap">{formatStamp(entry.at, language)}</Table.DataCell>
                    <Table.DataCell>{entry.staff || "–"}</Table.DataCell>
                    <Table.DataCell>{has(key) ? t(key) : entry.action}</Table.DataCell>
                    <Table.DataCell className="mono">{entry.object || "–"}</Table.DataCell>
                  </Table.Row>
                );
              })}
            </Table.Body>
          </Table>
        </Scroll>
      )}
      {pages > 1 && (
        <Pagination
          size="small"
          page={Math.min(page, pages)}
          count={pages}
          onPageChange={(next) => setParameters({ side: String(next) })}
        />
      )}
    </div>
  );
}
