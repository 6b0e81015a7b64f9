import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { dollars } from '../../format/dollars.js';
import { budgetAt, PLACES, placeOf } from './budget-scale.js';

/** Chooses a budget between two, by hand or by number. */
export function BudgetSlider({
  budgetUsd,
  leastUsd,
  mostUsd,
  onChange,
}: {
  budgetUsd: number;
  leastUsd: number;
  mostUsd: number;
  onChange: (usd: number) => void;
}): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>Budget, $ a query</label>
      <div class="budget">
        <input
          id={id}
          type="range"
          min={0}
          max={PLACES}
          step={1}
          value={placeOf(budgetUsd, leastUsd, mostUsd)}
          aria-valuetext={dollars(budgetUsd, 3)}
          onInput={({ currentTarget }) =>
            onChange(budgetAt(currentTarget.valueAsNumber, leastUsd, mostUsd))
          }
        />
        <input
          type="number"
          class="number"
          aria-label="Budget in dollars a query"
          min={0}
          step="any"
          value={plain(budgetUsd)}
          onChange={({ currentTarget }) => {
            const usd = currentTarget.valueAsNumber;
            if (usd > 0) onChange(usd);
          }}
        />
      </div>
      <p class="hint ends">
        <span>{dollars(leastUsd)}</span>
        <span>{dollars(mostUsd)}</span>
      </p>
    </div>
  );
}

/** Without an exponent, which browsers would show. */
function plain(usd: number): string {
  return dollars(usd, 3)
    .replaceAll(/[$,]/g, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}
