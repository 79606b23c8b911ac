/** Charts as plain SVG and tables: every figure can also be read as text. */

import { ReadMore, Table } from "@navikt/ds-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTexts } from "../i18n";

export interface Bar {
  key: string;
  label: string;
  value: number;
  shown?: string;
}

/** Values as bars in a table: the table is its own text alternative. */
export function BarTable({ caption, name, unit, bars }: { caption: string; name: string; unit: string; bars: Bar[] }) {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <table className="bars">
      <caption className="aksel-sr-only">{caption}</caption>
      <thead className="aksel-sr-only">
        <tr>
          <th scope="col">{name}</th>
          <th scope="col">{unit}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.key}>
            <th scope="row">{bar.label}</th>
            <td>
              <div className="bars__cell">
                <svg className="bars__bar" aria-hidden focusable="false" preserveAspectRatio="none" viewBox="0 0 100 1">
                  <rect width={(bar.value / most) * 100} height="1" />
                </svg>
                <span className="bars__value">{bar.shown ?? bar.value}</span>
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export interface Series {
  key: string;
  label: string;
  color: "a" | "b";
  values: (number | null)[];
}

const HEIGHT = 220;
const EDGE = { top: 12, right: 8, bottom: 28, left: 46 };

/** A round number of steps up to the highest value. */
export function ticks(most: number): number[] {
  const rough = Math.max(1, most) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power);
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

function useWidth(): [React.RefObject<HTMLDivElement | null>, number] {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  useEffect(() => {
    if (!box.current || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.max(240, entry.contentRect.width)));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return [box, width];
}

/** Columns by day for counts, lines for shares; below it the same as a table. */
export function DayChart({
  summary,
  days,
  series,
  kind,
  most,
  format,
  dayName,
}: {
  summary: string;
  days: string[];
  series: Series[];
  kind: "columns" | "lines";
  most: number;
  format: (value: number) => string;
  dayName: (day: string) => string;
}) {
  const { t } = useTexts();
  const [box, width] = useWidth();
  const steps = ticks(most);
  const top = steps.at(-1) ?? 1;
  const inner = width - EDGE.left - EDGE.right;
  const high = HEIGHT - EDGE.top - EDGE.bottom;
  const slot = inner / Math.max(1, days.length);
  const y = (value: number) => EDGE.top + high - (value / top) * high;
  const center = (index: number) => EDGE.left + slot * index + slot / 2;
  const nameEvery = Math.max(1, Math.ceil(days.length / Math.max(2, Math.floor(inner / 64))));
  const column = Math.min(22, Math.max(2, (slot * 0.7) / series.length));

  const marks: ReactNode[] = series.map((one, place) => {
    if (kind === "columns") {
      return one.values.map((value, index) =>
        value ? (
          <rect
            key={`${one.key}-${days[index]}`}
            className={`chart__fill chart__fill--${one.color}`}
            x={center(index) - (column * series.length) / 2 + column * place}
            y={y(value)}
            width={Math.max(1, column - 1)}
            height={EDGE.top + high - y(value)}
            rx={Math.min(2, column / 3)}
          />
        ) : null,
      );
    }
    const points = one.values.flatMap((value, index) => (value === null ? [] : [[center(index), y(value)] as const]));
    return (
      <g key={one.key}>
        <polyline
          className={`chart__line chart__line--${one.color}`}
          points={points.map((point) => point.join(",")).join(" ")}
        />
        {points.map(([cx, cy]) => (
          <circle
            key={cx}
            className={`chart__fill chart__fill--${one.color}`}
            cx={cx}
            cy={cy}
            r={points.length > 40 ? 1.5 : 3}
          />
        ))}
      </g>
    );
  });

  return (
    <figure className="chart">
      <ul className="chart__legend" aria-hidden>
        {series.map((one) => (
          <li key={one.key}>
            <span className={`chart__key chart__key--${one.color}`} /> {one.label}
          </li>
        ))}
      </ul>
      <div ref={box}>
        <svg width={width} height={HEIGHT} role="img" aria-label={summary}>
          {steps.map((step) => (
            <g key={step}>
              <line className="chart__grid" x1={EDGE.left} x2={width - EDGE.right} y1={y(step)} y2={y(step)} />
              <text className="chart__text" x={EDGE.left - 6} y={y(step) + 4} textAnchor="end">
                {format(step)}
              </text>
            </g>
          ))}
          {marks}
          {days.map((day, index) =>
            index % nameEvery === 0 ? (
              <text key={day} className="chart__text" x={center(index)} y={HEIGHT - 8} textAnchor="middle">
                {dayName(day)}
              </text>
            ) : null,
          )}
        </svg>
      </div>
      <ReadMore size="small" header={t("chart.table")}>
        <div className="scroll scroll--table" tabIndex={0} role="region" aria-label={summary}>
          <Table size="small">
            <Table.Header>
              <Table.Row>
                <Table.HeaderCell scope="col">{t("chart.day")}</Table.HeaderCell>
                {series.map((one) => (
                  <Table.HeaderCell key={one.key} scope="col" align="right">
                    {one.label}
                  </Table.HeaderCell>
                ))}
              </Table.Row>
            </Table.Header>
            <Table.Body>
              {days.map((day, index) => (
                <Table.Row key={day}>
                  <Table.HeaderCell scope="row">{dayName(day)}</Table.HeaderCell>
                  {series.map((one) => {
                    const value = one.values[index];
                    return (
                      <Table.DataCell key={one.key} align="right">
                        {value === null || value === undefined ? "–" : format(value)}
                      </Table.DataCell>
                    );
                  })}
                </Table.Row>
              ))}
            </Table.Body>
          </Table>
        </div>
      </ReadMore>
    </figure>
  );
}
