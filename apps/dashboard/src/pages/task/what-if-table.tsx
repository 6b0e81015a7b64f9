import type { JSX } from 'preact';
import { dollars } from '../../format/dollars.js';
import { score } from '../../format/numbers.js';
import type { Mixture } from './envelope.js';
import type { Asked } from './use-what-if.js';

/** What a budget would bring: as the learner believes, and as the log of past rounds says. */
export function WhatIfTable({
  believed,
  asked,
}: {
  believed: Mixture | null;
  asked: Asked;
}): JSX.Element {
  const estimate = asked.state === 'estimated' ? asked.estimate : undefined;
  return (
    <>
      <table class="what-if" aria-busy={asked.state === 'asking'}>
        <caption class="hidden-text">What this budget would bring</caption>
        <thead>
          <tr>
            <th scope="col">A query, on average</th>
            <th scope="col" class="number">
              Reward
            </th>
            <th scope="col" class="number">
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">From the log, 95%</th>
            <td class="number">
              {estimate ? (
                <Between {...estimate.reward} write={score} />
              ) : (
                <Pending asked={asked} />
              )}
            </td>
            <td class="number">
              {estimate ? (
                <Between {...estimate.cost_usd} write={(usd) => dollars(usd)} />
              ) : (
                <Pending asked={asked} />
              )}
            </td>
          </tr>
          <tr>
            <th scope="row">As the learner believes</th>
            <td class="number">
              {believed === null ? (
                'too low'
              ) : (
                <Between estimate={believed.reward} {...believed} write={score} />
              )}
            </td>
            <td class="number">{believed === null ? '–' : dollars(believed.costUsd)}</td>
          </tr>
        </tbody>
      </table>
      <p class="hint">{remarkOn(asked)}</p>
    </>
  );
}

function Between({
  estimate,
  low,
  high,
  write,
}: {
  estimate: number;
  low: number | null;
  high: number | null;
  write: (value: number) => string;
}): JSX.Element {
  return (
    <>
      <strong>{write(estimate)}</strong>
      {low !== null && high !== null && (
        <small>
          {write(low)} to {write(high)}
        </small>
      )}
    </>
  );
}

function Pending({ asked }: { asked: Asked }): JSX.Element {
  return asked.state === 'asking' ? (
    <span class="spinner" role="status" aria-label="Estimating" />
  ) : (
    <>–</>
  );
}

function remarkOn(asked: Asked): string {
  if (asked.state === 'asking') return 'Estimating from the latest rounds…';
  if (asked.state === 'not-estimable')
    return 'The log of a vote, or one without rewards, does not say what another choice would have earned.';
  if (asked.state === 'refused') return asked.fault.message;
  const { rounds, estimate } = asked;
  const worth = Math.round(estimate.effective_rounds).toLocaleString('en-US');
  return estimate.supported
    ? `Doubly robust, from ${rounds.toLocaleString('en-US')} rounds, worth ${worth} of its own.`
    : 'The log says too little of what this budget would choose, so no interval: let the task explore.';
}
