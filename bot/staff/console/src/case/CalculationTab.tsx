/** The calculation that the employer made, as tables. */

import { BodyShort, Heading, Table } from "@navikt/ds-react";
import type { Calculation, Detail } from "../api/types";
import { Empty, Scroll } from "../components/bits";
import { useTexts } from "../i18n";
import { formatDate, formatKroner, formatNumber } from "../i18n/format";

const plain = (value: unknown): string => (Array.isArray(value) ? value.map(String).join(", ") : String(value ?? ""));

const MONEY = new Set(["month_wage", "mentor_wage", "wage"]);
const FRACTIONS = new Set(["holiday_pay", "pension", "employer_tax"]);
const PERCENTS = new Set(["percent", "position_percent"]);
const DAYS = new Set(["start", "end"]);

function Input({ name, value }: { name: string; value: unknown }) {
  const { language, has, t } = useTexts();
  if (typeof value === "number") {
    if (MONEY.has(name)) return formatKroner(value, language);
    if (FRACTIONS.has(name)) return `${formatNumber(value < 1 ? value * 100 : value, language, 2)} %`;
    if (PERCENTS.has(name)) return `${formatNumber(value, language, 1)} %`;
    return formatNumber(value, language, 2);
  }
  if (typeof value === "string" && DAYS.has(name)) return formatDate(value, language);
  const key = `input.value.${String(value)}`;
  return has(key) ? t(key) : plain(value);
}

function Inputs({ inputs }: { inputs: Calculation["inputs"] }) {
  const { t, has } = useTexts();
  const assumed = new Set(Array.isArray(inputs["assumed"]) ? inputs["assumed"] : []);
  const rows = Object.entries(inputs).filter(([name, value]) => name !== "assumed" && value !== null);
  return (
    <dl className="facts">
      {rows.map(([name, value]) => {
        const key = `input.${name}`;
        return (
          <div className="facts__row" key={name}>
            <dt>{has(key) ? t(key) : name}</dt>
            <dd>
              <Input name={name} value={value} />
              {assumed.has(name) && <span className="subtle-inline"> ({t("calculation.assumed")})</span>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

export function CalculationTab({ detail }: { detail: Detail }) {
  const { t, language } = useTexts();
  const { calculation } = detail.summary;
  if (!calculation) return <Empty title={t("calculation.none")}>{t("calculation.none.detail")}</Empty>;
  const scheme = detail.summary.schemes.find((held) => held.id === calculation.scheme)?.title ?? calculation.scheme;
  const monthly = Array.isArray(calculation.monthly)
    ? calculation.monthly
    : typeof calculation.monthly === "number"
      ? [{ amount: calculation.monthly }]
      : [];
  return (
    <div className="tab">
      <section>
        <Heading level="2" size="xsmall">
          {scheme}
        </Heading>
        <BodyShort size="small" textColor="subtle">
          {t("calculation.estimate")}
        </BodyShort>
        {calculation.total !== null && (
          <p className="total">
            {t("calculation.total")} <strong>{formatKroner(calculation.total, language)}</strong>
          </p>
        )}
        <Scroll label={t("calculation.periods")}>
          <Table size="small">
            <Table.Header>
              <Table.Row>
                <Table.HeaderCell scope="col">{t("calculation.period")}</Table.HeaderCell>
                <Table.HeaderCell scope="col" align="right">
                  {t("calculation.percent")}
                </Table.HeaderCell>
                <Table.HeaderCell scope="col" align="right">
                  {t("calculation.monthly")}
                </Table.HeaderCell>
                <Table.HeaderCell scope="col" align="right">
                  {t("calculation.amount")}
                </Table.HeaderCell>
              </Table.Row>
            </Table.Header>
            <Table.Body>
              {calculation.periods.map((period, index) => {
                const month =
                  monthly.find((held) => "percent" in held && held.percent === period.percent) ?? monthly[index];
                return (
                  <Table.Row key={period.from}>
                    <Table.DataCell>
                      {formatDate(period.from, language)} – {formatDate(period.to, language)}
                    </Table.DataCell>
                    <Table.DataCell align="right">
                      {period.percent ? `${formatNumber(period.percent, language)} %` : "–"}
                    </Table.DataCell>
                    <Table.DataCell align="right">{month ? formatKroner(month.amount, language) : "–"}</Table.DataCell>
                    <Table.DataCell align="right">{formatKroner(period.amount, language)}</Table.DataCell>
                  </Table.Row>
                );
              })}
            </Table.Body>
          </Table>
        </Scroll>
      </section>
      <section>
        <Heading level="2" size="xsmall" spacing>
          {t("calculation.inputs")}
        </Heading>
        <Inputs inputs={calculation.inputs} />
      </section>
    </div>
  );
}
