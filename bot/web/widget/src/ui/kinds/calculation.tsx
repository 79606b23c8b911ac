/** A calculation: the sum first, then the steps as a chart and a table, what it rests on, and its files. */
import type { JSX } from "preact";
import type { Custom, Stored } from "../../api/types";
import type { Words } from "../../i18n/index";
import { listOf, numberOf, textOf, textsOf, useApp } from "../context";
import { Icon, type IconName } from "../icons";
import { Prose, Table } from "../parts";
import { Chart } from "./chart";

/** A stretch of months with the same rate. */
export interface Step {
  from: string;
  to: string;
  percent: number | null;
  amount: number;
  own_cost?: number;
}

/** Returns the steps of a calculation; made from its months where the server sent none. */
export function stepsOf(custom: Custom): Step[] {
  const given = listOf<Step>(custom["steps"]);
  if (given.length) return given;
  const steps: Step[] = [];
  for (const period of listOf<Step>(custom["periods"])) {
    const last = steps.at(-1);
    if (last && last.percent === period.percent && last.amount === period.amount) last.to = period.to;
    else steps.push({ ...period });
  }
  return steps;
}

export function Calculation({ message, words }: { message: Stored; words: Words }): JSX.Element {
  const custom = message.custom!;
  const currency = textOf(custom["currency"]) || "NOK";
  const amount = (value: number): string => words.amount(value, currency);
  const steps = stepsOf(custom);
  const total = numberOf(custom["total"]);
  const lead = textOf(custom["lead"]);
  const withOwn = steps.some((step) => typeof step.own_cost === "number");
  const alt = textOf(custom["alt"]) || words.say("chart");
  return (
    <div class="calculation">
      <p class="heading">{textOf(custom["title"]) || words.say("chart")}</p>
      <p class="tag">{textOf(custom["estimate"]) || words.say("estimate")}</p>
      <dl class="sums">
        {steps[0] && steps[0].percent !== null && (
          <div><dt>{words.say("amount_first")}</dt><dd>{words.say("amount_up_to", { amount: amount(steps[0].amount) })}</dd></div>
        )}
        {total !== null && (
          <div><dt>{words.say("amount_total")}</dt><dd>{words.say("amount_up_to", { amount: amount(total) })}</dd></div>
        )}
      </dl>
      <Prose text={lead || message.text} words={words} />
      {steps.length > 0 && <Chart steps={steps} alt={alt} words={words} />}
      {steps.length > 0 && (
        <Table caption={words.say("calculation_table")}>
          <thead>
            <tr>
              <th scope="col">{words.say("column_period")}</th>
              <th scope="col" class="figure">{words.say("column_rate")}</th>
              <th scope="col" class="figure">{words.say("column_nav")}</th>
              {withOwn && <th scope="col" class="figure">{words.say("column_own")}</th>}
            </tr>
          </thead>
          <tbody>
            {steps.map((step) => (
              <tr>
                <th scope="row">{words.shortDate(step.from)} – {words.shortDate(step.to)}</th>
                <td class="figure">{step.percent === null ? "–" : `${words.number(step.percent)} %`}</td>
                <td class="figure">{amount(step.amount)}</td>
                {withOwn && <td class="figure">{step.own_cost === undefined ? "–" : amount(step.own_cost)}</td>}
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      <Fold title={words.say("calculation_basis")} lines={textsOf(custom["based_on"])} />
      <Fold title={words.say("calculation_assumed")} lines={textsOf(custom["assumptions"])} open />
      <Fold title={words.say("calculation_notes")}
        lines={[textOf(custom["depends_on"]), textOf(custom["other_case"]), ...textsOf(custom["notes"])].filter(Boolean)} />
      {[textOf(custom["next_step"]), textOf(custom["deadline"])].filter(Boolean).map((text) => <Prose text={text} words={words} />)}
      <Files custom={custom} words={words} />
    </div>
  );
}

function Fold({ title, lines, open = false }: { title: string; lines: string[]; open?: boolean }): JSX.Element | null {
  if (!lines.length) return null;
  return (
    <details class="fold" open={open}>
      <summary>{title}</summary>
      <ul>{lines.map((line) => <li>{line}</li>)}</ul>
    </details>
  );
}

/** Links to the page, the calendar and the picture; only our own addresses. */
function Files({ custom, words }: { custom: Custom; words: Words }): JSX.Element | null {
  const { model } = useApp();
  const files = (custom["files"] ?? {}) as Record<string, unknown>;
  const rows: [string, string, IconName][] = [
    [textOf(files["page"]), words.say("file_page"), "print"],
    [textOf(files["calendar"]), words.say("file_calendar"), "calendar"],
    [textOf(files["chart"]), words.say("file_chart"), "chart"],
  ];
  const own = rows.filter(([address]) => address.startsWith("/files/"));
  if (!own.length) return null;
  return (
    <ul class="links">
      {own.map(([address, title, icon]) => (
        <li>
          <a href={model.client.address(address)} target="_blank" rel="noopener noreferrer">
            <Icon name={icon} />{title}<span class="hidden"> ({words.say("opens")})</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
