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

/** What is known of each model of a task, with the bounds that the learner decides by. */
export function ArmsTable({ arms }: { arms: readonly Arm[] }): JSX.Element {
  const [order, setOrder] = useState<{ key: SortKey; isUp: boolean }>({
    key: 'chosen',
    isUp: false,
  });
  const total = arms.reduce((sum, { chosen }) => sum + chosen, 0);
  const dearest = Math.max(...arms.map(({ cost_usd: cost }) => cost?.high ?? 0));
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
            <Row key={arm.model} arm={arm} {...{ total, dearest }} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ arm, total, dearest }: { arm: Arm; total: number; dearest: number }): JSX.Element {
  const { model, chosen, calls, latency_ms: latency, last_seen_at: seen } = arm;
  const { colour } = modelColours.value.of(model);
  return (
    <tr>
      <th scope="row">
        <ModelName model={model} />
      </th>
      <td>
        <Drawn of={arm.reward} to={1} colour={colour} write={score} />
      </td>
      <td class="number">
        {count(chosen)}
        <span class="faint"> {total > 0 && percent(chosen / total, 0)}</span>
      </td>
      <td class="number">{count(calls)}</td>
      <td>
        <Drawn of={arm.cost_usd} to={dearest} colour={colour} write={(usd) => dollars(usd)} />
      </td>
      <td class="number">{latency?.mean == null ? '–' : duration(latency.mean)}</td>
      <td class="number">{priceOf(arm.price)}</td>
      <td>{seen === null ? <span class="faint">never</span> : moment(seen)}</td>
      <td>
        <State arm={arm} />
      </td>
    </tr>
  );
}

function Drawn({
  of,
  to,
  colour,
  write,
}: {
  of: Bounded | null;
  to: number;
  colour: string;
  write: (value: number) => string;
}): JSX.Element {
  if (of === null) return <span class="faint">not yet known</span>;
  const says = `${write(of.mean)}, from ${write(of.low)} to ${write(of.high)}`;
  return (
    <span class="bounded">
      <span class="number">{write(of.mean)}</span>
      <Interval
        low={of.low}
        high={of.high}
        estimate={of.mean}
        scale={[0, to]}
        colour={colour}
        says={says}
      />
    </span>
  );
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
  const { inputUsdPerMillionTokens: input, outputUsdPerMillionTokens: output } = price;
  const perToken = [input, output].map((usd) =>
    usd === undefined ? '–' : usd.toLocaleString('en-US', { maximumSignificantDigits: 3 }),
  );
  const fee = price.requestUsd ? ` + ${dollars(price.requestUsd)}` : '';
  return `${perToken.join(' / ')}${fee}`;
}
