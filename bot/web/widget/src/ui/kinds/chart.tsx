/** The steps of a calculation as a picture: what Nav covers and what the employer pays, month by month. */
import type { JSX } from "preact";
import type { Words } from "../../i18n/index";
import type { Step } from "./calculation";

const WIDTH = 360;
const HEIGHT = 132;
const TOP = 18;
const GAP = 3;

function months({ from, to }: Step): number {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  return Number.isFinite(days) ? Math.max(days, 1) : 1;
}

export function Chart({ steps, alt, words }: { steps: Step[]; alt: string; words: Words }): JSX.Element {
  const highest = Math.max(...steps.map((step) => step.amount + (step.own_cost ?? 0)), 1);
  const span = steps.reduce((sum, step) => sum + months(step), 0);
  const scale = (value: number): number => ((HEIGHT - TOP) * value) / highest;
  let left = 0;
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={alt}>
        {steps.map((step) => {
          const width = Math.max((WIDTH * months(step)) / span - GAP, 4);
          const [nav, own, x] = [scale(step.amount), scale(step.own_cost ?? 0), left];
          left += width + GAP;
          return (
            <g>
              <rect class="own" x={x} y={HEIGHT - nav - own} width={width} height={own} />
              <rect class="nav" x={x} y={HEIGHT - nav} width={width} height={nav} />
              {step.percent !== null && width > 28 && (
                <text x={x + width / 2} y={HEIGHT - nav - own - 5} text-anchor="middle">{`${words.number(step.percent)} %`}</text>
              )}
            </g>
          );
        })}
      </svg>
      <figcaption>
        <span class="key nav">{words.say("chart_nav")}</span>
        {steps.some((step) => step.own_cost) && <span class="key own">{words.say("chart_own")}</span>}
      </figcaption>
    </figure>
  );
}
