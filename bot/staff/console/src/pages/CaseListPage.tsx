/** The queue, the own cases, all open ones, and the history: one list with filters. */

import { BodyShort, Button, Pagination, ReadMore, Search, Select, Tag } from "@navikt/ds-react";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { type Filters, useHandoffs, useMeta } from "../api/queries";
import type { Choice, View } from "../api/types";
import { Empty, Failure, PageHeading, useLanguageName, Waiting } from "../components/bits";
import { useNow, useRested, useWide } from "../components/hooks";
import { PresenceHint } from "../components/PresenceMenu";
import { useTexts } from "../i18n";
import { CaseCards } from "./CaseCards";
import { CaseTable } from "./CaseTable";

const FILTERS = ["queue", "theme", "language", "label"] as const;
const PAGE_SIZE = 30;

/** On a narrow screen the list comes first, and the filters when they are asked for. */
function More({ narrow, chosen, children }: { narrow: boolean; chosen: number; children: ReactNode }) {
  const { t } = useTexts();
  if (!narrow) return children;
  return (
    <ReadMore
      size="small"
      header={chosen ? t("filter.more.chosen", { n: chosen }) : t("filter.more")}
      defaultOpen={chosen > 0}
    >
      <div className="filters__more">{children}</div>
    </ReadMore>
  );
}

function FilterBar({ filters, change }: { filters: Filters; change: (name: string, value: string) => void }) {
  const { t } = useTexts();
  const meta = useMeta().data;
  const wide = useWide();
  const languageName = useLanguageName();
  const [typed, setTyped] = useState(filters.q ?? "");
  const rested = useRested(typed);
  useEffect(() => {
    if (rested !== (filters.q ?? "")) change("q", rested);
    // Only what is typed moves the search, not the search itself.
  }, [rested]);
  const choices: Record<(typeof FILTERS)[number], Choice[]> = {
    queue: meta?.queues ?? [],
    theme: meta?.themes ?? [],
    language: (meta?.languages ?? []).map((id) => ({ id, title: languageName(id) })),
    label: (meta?.labels ?? []).map((id) => ({ id, title: id })),
  };
  return (
    <search className="filters">
      <form
        role="search"
        aria-label={t("list.search")}
        className="filters__search"
        onSubmit={(event) => event.preventDefault()}
      >
        <Search
          size="small"
          variant="simple"
          hideLabel={false}
          label={t("list.search")}
          value={typed}
          onChange={setTyped}
          onClear={() => setTyped("")}
        />
      </form>
      <More narrow={!wide} chosen={FILTERS.filter((name) => filters[name]).length}>
        {FILTERS.map((name) => (
          <Select
            key={name}
            size="small"
            label={t(`filter.${name}`)}
            value={filters[name] ?? ""}
            onChange={(event) => change(name, event.target.value)}
          >
            <option value="">{t("filter.all")}</option>
            {choices[name].map((choice) => (
              <option key={choice.id} value={choice.id}>
                {choice.title}
              </option>
            ))}
          </Select>
        ))}
      </More>
    </search>
  );
}

export function CaseListPage({ view }: { view: View }) {
  const { t } = useTexts();
  const wide = useWide();
  const now = useNow();
  const [parameters, setParameters] = useSearchParams();
  const filters = useMemo<Filters>(() => {
    const held: Filters = { page: Number(parameters.get("side") ?? 1) || 1 };
    for (const name of ["q", ...FILTERS] as const) {
      const value = parameters.get(name);
      if (value) held[name] = value;
    }
    return held;
  }, [parameters]);
  const { data, error, isError, isPlaceholderData, refetch } = useHandoffs(view, filters);
  const meta = useMeta().data;
  const filtered = [...parameters.keys()].some((name) => name !== "side");

  const change = (name: string, value: string) =>
    setParameters(
      (held) => {
        if (value) held.set(name, value);
        else held.delete(name);
        if (name !== "side") held.delete("side");
        return held;
      },
      { replace: name === "q" },
    );

  const closedQueues = view === "queue" ? (meta?.queues ?? []).filter((queue) => !queue.open) : [];
  const pages = data ? Math.ceil(data.total / PAGE_SIZE) : 0;
  return (
    <div className="page">
      <PageHeading title={t(`nav.${view === "closed" ? "closed" : view}`)}>
        <BodyShort size="small" textColor="subtle" role="status">
          {data && !isPlaceholderData ? t(data.total === 1 ? "list.count.one" : "list.count", { n: data.total }) : ""}
        </BodyShort>
      </PageHeading>
      <BodyShort textColor="subtle" className="page__intro">
        {t(`list.intro.${view}`)}
      </BodyShort>
      {closedQueues.length > 0 && (
        <BodyShort size="small" className="page__intro">
          <Tag size="small" variant="moderate" data-color="neutral">
            {t("queue.closed")}
          </Tag>{" "}
          {closedQueues.length > 3
            ? t("queue.closed.count", { n: closedQueues.length, all: meta?.queues.length ?? 0 })
            : closedQueues.map((queue) => queue.title).join(", ")}
        </BodyShort>
      )}
      {view === "queue" && <PresenceHint />}
      <FilterBar filters={filters} change={change} />
      {isError && !data && <Failure error={error} retry={() => void refetch()} />}
      {!data && !isError && <Waiting />}
      {data?.items.length === 0 && (
        <Empty title={t(filtered ? "list.none.filtered" : `list.none.${view}`)}>
          {filtered ? (
            <Button size="small" variant="tertiary" onClick={() => setParameters({})}>
              {t("filter.clear")}
            </Button>
          ) : (
            t(`list.none.${view}.detail`)
          )}
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <div className={isPlaceholderData ? "old" : undefined}>
          {wide ? (
            <CaseTable view={view} items={data.items} now={now} />
          ) : (
            <CaseCards view={view} items={data.items} now={now} />
          )}
        </div>
      )}
      {pages > 1 && (
        <Pagination
          size="small"
          page={Math.min(filters.page ?? 1, pages)}
          count={pages}
          onPageChange={(page) => change("side", String(page))}
        />
      )}
    </div>
  );
}
