/** How it goes: requests, waiting, promises, ratings, themes, by day and region. */

import { DownloadIcon } from "@navikt/aksel-icons";
import { BodyShort, Button, Heading, Select, Table, ToggleGroup } from "@navikt/ds-react";
import { type ReactNode, useState } from "react";
import { query } from "../api/client";
import { type Period, useDashboard, useMeta } from "../api/queries";
import type { Dashboard } from "../api/types";
import { Empty, Failure, PageHeading, Scroll, Waiting } from "../components/bits";
import { BarTable, DayChart } from "../components/charts";
import { useTexts } from "../i18n";
import { formatDay, formatNumber, formatSeconds, formatShare } from "../i18n/format";
import { PeriodFields } from "./PeriodFields";

const SPANS = ["7", "30", "90"] as const;

export function isoDay(at: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Oslo" }).format(at);
}

/** The last days up to and with today. */
export function lastDays(count: number, now = new Date()): { from: string; to: string } {
  return { from: isoDay(new Date(now.getTime() - (count - 1) * 86_400_000)), to: isoDay(now) };
}

function Tile({ name, value, detail }: { name: string; value: string; detail?: string }) {
  return (
    <div className="tile">
      <dt>{name}</dt>
      <dd>
        <span className="tile__value">{value}</span>
        {detail && <span className="tile__detail">{detail}</span>}
      </dd>
    </div>
  );
}

function Panel({
  title,
  wide,
  intro,
  none,
  children,
}: {
  title: string;
  wide?: boolean;
  intro?: string;
  /** Whether there is nothing to draw. */
  none?: boolean;
  children: ReactNode;
}) {
  const { t } = useTexts();
  return (
    <section className={wide ? "panel panel--wide" : "panel"}>
      <Heading level="2" size="xsmall" spacing>
        {title}
      </Heading>
      {intro && (
        <BodyShort size="small" textColor="subtle" spacing>
          {intro}
        </BodyShort>
      )}
      {none ? <BodyShort size="small">{t("dash.none")}</BodyShort> : children}
    </section>
  );
}

function Tiles({ data }: { data: Dashboard }) {
  const { t, language } = useTexts();
  const { kept, broken, open } = data.promise;
  const p90 = (seconds: number | null) => (seconds === null ? "" : t("dash.p90", { time: formatSeconds(seconds) }));
  const rated = data.ratings.reduce((sum, rating) => sum + rating.n, 0);
  const mean = rated ? data.ratings.reduce((sum, rating) => sum + rating.score * rating.n, 0) / rated : null;
  return (
    <dl className="tiles">
      <Tile name={t("dash.requests")} value={formatNumber(data.requests, language)} />
      <Tile name={t("dash.waiting")} value={formatSeconds(data.waiting.median_s)} detail={p90(data.waiting.p90_s)} />
      <Tile
        name={t("dash.firstAnswer")}
        value={formatSeconds(data.first_answer.median_s)}
        detail={p90(data.first_answer.p90_s)}
      />
      <Tile
        name={t("dash.promise")}
        value={kept + broken ? formatShare(kept / (kept + broken), language) : "–"}
        detail={t("dash.promise.detail", { kept, broken, open })}
      />
      <Tile
        name={t("dash.share")}
        value={formatShare(data.share_handed_off, language)}
        detail={t("dash.share.detail")}
      />
      <Tile
        name={t("dash.rating")}
        value={mean === null ? "–" : formatNumber(mean, language, 1)}
        detail={t("dash.rating.detail", { n: rated })}
      />
    </dl>
  );
}

function Panels({ data }: { data: Dashboard }) {
  const { t, language } = useTexts();
  const days = data.by_day.map((day) => day.day);
  const requests = data.by_day.map((day) => day.requests);
  const closed = data.by_day.map((day) => day.closed);
  const dayName = (day: string) => formatDay(`${day}T12:00:00Z`, language);
  return (
    <div className="panels">
      <Panel title={t("dash.byDay")} wide>
        <DayChart
          summary={t("dash.byDay.summary", { requests: data.requests, days: days.length })}
          kind="columns"
          days={days}
          dayName={dayName}
          most={Math.max(1, ...requests, ...closed)}
          format={(value) => formatNumber(value, language)}
          series={[
            { key: "requests", label: t("dash.requests"), color: "a", values: requests },
            { key: "closed", label: t("dash.closed"), color: "b", values: closed },
          ]}
        />
      </Panel>
      <Panel title={t("dash.shareByDay")} wide>
        <DayChart
          summary={t("dash.shareByDay.summary", { share: formatShare(data.share_handed_off, language) })}
          kind="lines"
          days={days}
          dayName={dayName}
          most={100}
          format={(value) => `${formatNumber(value, language)} %`}
          series={[
            {
              key: "share",
              label: t("dash.share"),
              color: "a",
              values: data.by_day.map((day) => (day.handed_off_share === null ? null : day.handed_off_share * 100)),
            },
            {
              key: "kept",
              label: t("dash.promise"),
              color: "b",
              values: data.by_day.map((day) => (day.kept === null ? null : day.kept * 100)),
            },
          ]}
        />
      </Panel>
      <Panel title={t("dash.themes")} none={!data.themes.length}>
        <BarTable
          caption={t("dash.themes")}
          name={t("filter.theme")}
          unit={t("dash.requests")}
          bars={data.themes.map((theme) => ({ key: theme.id, label: theme.title, value: theme.n }))}
        />
      </Panel>
      <Panel title={t("dash.reasons")} none={!data.closed_reasons.length}>
        <BarTable
          caption={t("dash.reasons")}
          name={t("close.reason")}
          unit={t("dash.closed")}
          bars={data.closed_reasons.map((reason) => ({ key: reason.id, label: reason.title, value: reason.n }))}
        />
      </Panel>
      <Panel title={t("dash.ratings")} none={!data.ratings.some((rating) => rating.n)}>
        <BarTable
          caption={t("dash.ratings")}
          name={t("dash.score")}
          unit={t("dash.answers")}
          bars={[...data.ratings]
            .sort((a, b) => b.score - a.score)
            .map((rating) => ({
              key: String(rating.score),
              label: t("dash.score.n", { n: rating.score }),
              value: rating.n,
            }))}
        />
      </Panel>
      <Panel title={t("dash.regions")} none={!data.by_region.length}>
        <Scroll label={t("dash.regions")}>
          <Table size="small">
            <Table.Header>
              <Table.Row>
                <Table.HeaderCell scope="col">{t("filter.region")}</Table.HeaderCell>
                <Table.HeaderCell scope="col" align="right">
                  {t("dash.requests")}
                </Table.HeaderCell>
                <Table.HeaderCell scope="col" align="right">
                  {t("dash.waiting")}
                </Table.HeaderCell>
              </Table.Row>
            </Table.Header>
            <Table.Body>
              {data.by_region.map((region) => (
                <Table.Row key={region.region ?? ""}>
                  <Table.HeaderCell scope="row">{region.region || t("dash.noRegion")}</Table.HeaderCell>
                  <Table.DataCell align="right">{region.requests}</Table.DataCell>
                  <Table.DataCell align="right">{formatSeconds(region.median_wait_s)}</Table.DataCell>
                </Table.Row>
              ))}
            </Table.Body>
          </Table>
        </Scroll>
      </Panel>
      <Panel title={t("dash.unanswered")} wide intro={t("dash.unanswered.intro")} none={!data.unanswered.length}>
        <BarTable
          caption={t("dash.unanswered")}
          name={t("column.question")}
          unit={t("dash.times")}
          bars={data.unanswered.map((asked) => ({ key: asked.text, label: asked.text, value: asked.n }))}
        />
      </Panel>
    </div>
  );
}

export default function DashboardPage() {
  const { t } = useTexts();
  const queues = useMeta().data?.queues ?? [];
  const [span, setSpan] = useState<string>("30");
  const [period, setPeriod] = useState<Period>(() => lastDays(30));
  const { data, isError, error, isPlaceholderData, refetch } = useDashboard(period);
  const choose = (next: string) => {
    setSpan(next);
    if (next !== "own") setPeriod((held) => ({ ...held, ...lastDays(Number(next)) }));
  };
  return (
    <div className="page">
      <PageHeading title={t("nav.dashboard")}>
        <Button
          as="a"
          size="small"
          variant="secondary"
          data-color="neutral"
          icon={<DownloadIcon aria-hidden />}
          href={`/staff/api/dashboard.csv${query({ ...period })}`}
          download
        >
          {t("dash.csv")}
        </Button>
      </PageHeading>
      <div className="filters">
        <ToggleGroup size="small" label={t("dash.period")} value={span} onChange={choose}>
          {SPANS.map((days) => (
            <ToggleGroup.Item key={days} value={days} label={t("dash.days", { n: days })} />
          ))}
          <ToggleGroup.Item value="own" label={t("dash.own")} />
        </ToggleGroup>
        {span === "own" && (
          <PeriodFields period={period} onChange={(own) => setPeriod((held) => ({ ...held, ...own }))} />
        )}
        <Select
          size="small"
          label={t("filter.queue")}
          value={period.queue ?? ""}
          onChange={(event) => setPeriod((held) => ({ ...held, queue: event.target.value || undefined }))}
        >
          <option value="">{t("filter.all")}</option>
          {queues.map((queue) => (
            <option key={queue.id} value={queue.id}>
              {queue.title}
            </option>
          ))}
        </Select>
      </div>
      {isError && <Failure error={error} retry={() => void refetch()} />}
      {!data && !isError && <Waiting />}
      {data && (
        <div className={isPlaceholderData ? "old" : undefined}>
          <Tiles data={data} />
          {data.requests === 0 && data.by_day.length === 0 ? <Empty title={t("dash.none")} /> : <Panels data={data} />}
        </div>
      )}
    </div>
  );
}
