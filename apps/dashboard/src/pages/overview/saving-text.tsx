import type { ComponentChildren, JSX } from 'preact';
import type { Bounded } from '../../api/arms.js';
import type { Saving } from '../../api/overview.js';
import { dollars } from '../../format/dollars.js';
import { percent, score } from '../../format/numbers.js';

/** What asking as Purser does brings, against always asking the best model: in a few words. */
export function savingHead(saving: Saving | null): string {
  if (saving === null) return '–';
  const { usd_per_query: usd, ratio, reward_gain: gain = null } = saving;
  if (usd >= 0) return `${percent(ratio, 0)} cheaper`;
  return gain === null ? `${dollars(-usd)} more` : `${signed(gain.mean)} reward`;
}

/** The same whole, with the intervals. */
export function SavingText({ saving }: { saving: Saving | null }): JSX.Element {
  if (saving === null) return <>not known yet</>;
  const { model, usd_per_query: usd, low, high, reward_gain: gain = null } = saving;
  if (usd >= 0) {
    return (
      <>
        <Whole>{dollars(usd)}</Whole> a query (<Whole>{dollars(low)}</Whole> to{' '}
        <Whole>{dollars(high)}</Whole>) less than always {model}
        {gain !== null && (
          <>
            , reward <Gain {...gain} />
          </>
        )}
      </>
    );
  }
  return (
    <>
      {gain !== null && (
        <>
          <Gain {...gain} /> for{' '}
        </>
      )}
      <Whole>{dollars(-usd)}</Whole> a query (<Whole>{dollars(-high)}</Whole> to{' '}
      <Whole>{dollars(-low)}</Whole>) more than always {model}
    </>
  );
}

function Gain({ mean, low, high }: Bounded): JSX.Element {
  return (
    <>
      <Whole>{signed(mean)}</Whole> (<Whole>{signed(low)}</Whole> to <Whole>{signed(high)}</Whole>)
    </>
  );
}

/** Not to be broken at its sign. */
function Whole({ children }: { children: ComponentChildren }): JSX.Element {
  return <span class="whole">{children}</span>;
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${score(value)}`;
}
