import type { RatingScale } from '#config';

/** What a sender's value is worth in [0, 1]; undefined if the scale does not have it. */
export function scoreOn(scale: RatingScale, value: unknown): number | undefined {
  if (typeof scale !== 'string') {
    return 'labels' in scale ? labelled(scale.labels, value) : between(value, scale.min, scale.max);
  }
  switch (scale) {
    case 'score':
      return between(value, 0, 1);
    case 'stars':
      return between(value, 1, 5);
    case '0-10':
      return between(value, 0, 10);
    case 'boolean':
      return labelled(TRUTH, value);
    case 'thumbs':
      return labelled(THUMBS, value);
  }
}

const TRUTH = { true: 1, yes: 1, '1': 1, false: 0, no: 0, '0': 0 };
const THUMBS = {
  ...TRUTH,
  ...{ up: 1, thumbs_up: 1, thumbsup: 1, like: 1, positive: 1, good: 1, '+1': 1, '👍': 1 },
  ...{ down: 0, thumbs_down: 0, thumbsdown: 0, dislike: 0, negative: 0, bad: 0, '-1': 0, '👎': 0 },
};

/** @param best may be the smaller one */
function between(value: unknown, worst: number, best: number): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number') return undefined;
  const score = (number - worst) / (best - worst);
  return score >= 0 && score <= 1 ? score : undefined;
}

function labelled(labels: Readonly<Record<string, number>>, value: unknown): number | undefined {
  if (!['string', 'number', 'boolean'].includes(typeof value)) return undefined;
  const label = String(value).trim();
  if (Object.hasOwn(labels, label)) return labels[label];
  const small = label.toLowerCase();
  return Object.hasOwn(labels, small) ? labels[small] : undefined;
}
