import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Arm, Bounded, Price } from '../../api/arms.js';
import { modelColours } from '../../charts/all-models.js';
import { Interval } from '../../charts/interval.js';
import { dollars } from '../../format/dollars.js';
import { count, percent, score } from '../../format/numbers.js';
import { duration, moment } from '../../format/times.js';
import { ModelName } from '../../ui/model-name.js';
import { sorted, type SortKey } from './arm-order.js';

type Scale = readonly [from: number, to: number];

const COLUMNS: readonly (readonly [name: string, key: SortKey | null, isNumber: boolean])[] = [
  ['Model', 'model', false],
  ['Reward', 'reward', false],
  ['Chosen', 'chosen', true],
  ['Calls', 'calls', true],
  ['Cost a call', 'cost', false],
  ['Latency', 'latency', true],
  ['Price in / out, $ per M', null, true],
  ['Last asked', 'seen', false],
  ['State', null, false],
];

/** What is known of each model of a task, with intervals of 95%. */
export function ArmsTable({ arms }: { arms: readonly Arm[] }): JSX.Element {
  const [order, setOrder] = useState<{ key: SortKey; isUp: boolean }>({
    key: 'chosen',
    isUp: false,
  });
  const total = arms.reduce((sum, { chosen }) => sum + chosen, 0);
  const costs = scaleOf(arms);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Models of the task">
      <table class="arms">
        <caption class="hidden-text">Models of the task, with what is known of each</caption>
        <thead>
          <tr>
            {COLUMNS.map(([name, key, isNumber]) => (
              <th
                key={name}
                scope="col"
                class={isNumber ? 'number' : undefined}
                aria-sort={
                  key === order.key ? (order.isUp ? 'ascending' : 'descending') : undefined
                }
              >
                {key === null ? (
                  name
                ) : (
                  <button
                    type="button"
                    onClick={() => setOrder({ key, isUp: key === order.key && !order.isUp })}
                  >
                    {name}
                    {key === order.key && (
                      <span aria-hidden="true">{order.isUp ? ' ↑' : ' ↓'}</span>
                    )}
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted(arms, order.key, order.isUp).map((arm) => (
            <Row key={arm.model} arm={arm} {...{ total, costs }} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ arm, total, costs }: { arm: Arm; total: number; costs: Scale }): JSX.Element {
  const { model, chosen, calls, latency_ms: latency, last_seen_at: seen } = arm;
  const { colour } = modelColours.value.of(model);
  return (
    <tr>
      <th scope="row" title={model}>
        <ModelName model={model} />
      </th>
      <td>
        <Drawn of={arm.reward} scale={[0, 1]} colour={colour} write={score} />
      </td>
      <td class="number">
        {count(chosen)}
        <span class="faint"> {total > 0 && percent(chosen / total, 0)}</span>
      </td>
      <td class="number">{count(calls)}</td>
      <td>
        <Drawn
          of={arm.cost_usd}
          scale={costs}
          colour={colour}
          write={(usd) => dollars(usd)}
          isLogarithmic
        />
      </td>
      <td class="number">{latency === null ? '–' : duration(latency.mean)}</td>
      <td class="number">{priceOf(arm.price)}</td>
      <td>{seen === null ? <span class="faint">never</span> : moment(seen)}</td>
      <td>
        <State arm={arm} />
      </td>
    </tr>
  );
}

/** A mean with its bounds drawn; costs by their logarithm, as they differ a thousandfold. */
function Drawn({
  of,
  scale,
  colour,
  write,
  isLogarithmic = false,
}: {
  of: Bounded | null;
  scale: Scale;
  colour: string;
  write: (value: number) => string;
  isLogarithmic?: boolean;
}): JSX.Element {
  if (of === null) return <span class="faint">not yet known</span>;
  const at = (value: number) => (isLogarithmic ? Math.log(Math.max(value, scale[0])) : value);
  return (
    <span class="bounded">
      <span class="number">{write(of.mean)}</span>
      <Interval
        low={at(of.low)}
        high={at(of.high)}
        estimate={at(of.mean)}
        scale={[at(scale[0]), at(scale[1])]}
        colour={colour}
        says={`${write(of.mean)}, from ${write(of.low)} to ${write(of.high)}`}
      />
    </span>
  );
}

/** From half of the cheapest mean to the highest bound. */
function scaleOf(arms: readonly Arm[]): Scale {
  const costs = arms.flatMap(({ cost_usd: cost }) => cost ?? []);
  const least = Math.min(...costs.map(({ mean }) => mean).filter((mean) => mean > 0));
  return [least / 2, Math.max(...costs.map(({ high }) => high))];
}

function State({ arm: { breaker, state } }: { arm: Arm }): JSX.Element {
  if (state === 'withdrawn') return <span class="badge">withdrawn</span>;
  if (breaker === 'open') return <span class="badge bad">breaker open</span>;
  if (breaker === 'half-open') return <span class="badge warning">half open</span>;
  return state === 'joining' ? (
    <span class="badge warning">joining</span>
  ) : (
    <span class="badge good">active</span>
  );
}

function priceOf(price: Price | null): string {
  if (price === null) return '–';
  const { input_usd_per_million_tokens: input, output_usd_per_million_tokens: output } = price;
  const perToken = [input, output].map((usd) =>
    usd.toLocaleString('en-US', { maximumSignificantDigits: 3 }),
  );
  const fee = price.request_usd > 0 ? ` + ${dollars(price.request_usd)} a call` : '';
  return `${perToken.join(' / ')}${fee}`;
}
