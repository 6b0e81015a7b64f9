import type { JSX } from 'preact';
import type { CostRewardMap, MapPoint } from '../../api/cost-reward-map.js';
import { dollars } from '../../format/dollars.js';
import { percent, score } from '../../format/numbers.js';
import { ModelName } from '../../ui/model-name.js';

const MOST = 4;

/** The combination that is looked at on the map; else those of the mixture. */
export function LookedAt({
  map,
  looked,
}: {
  map: CostRewardMap;
  looked: MapPoint | null;
}): JSX.Element {
  const mixture = map.points
    .filter(({ share }) => share > 0)
    .sort((one, other) => other.share - one.share);
  const shown = looked === null ? mixture.slice(0, MOST) : [looked];
  return (
    <ul class="looked-at">
      {shown.map((point) => (
        <li key={point.models.join(' ')}>
          {point.share > 0 && <strong>{percent(point.share, 0)}</strong>}
          <span class="models">
            {point.models.map((model) => (
              <ModelName key={model} model={model} />
            ))}
          </span>
          <span class="faint">
            {score(point.reward)} ({score(point.reward_low)} to {score(point.reward_high)}) for{' '}
            {dollars(point.cost_usd)}
          </span>
        </li>
      ))}
      {looked === null && mixture.length > MOST && (
        <li class="faint">and {mixture.length - MOST} more</li>
      )}
    </ul>
  );
}
