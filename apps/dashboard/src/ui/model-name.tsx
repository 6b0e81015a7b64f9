import type { JSX } from 'preact';
import { modelColours } from '../charts/all-models.js';

/** A model's name beside its colour, which is the same in every chart. */
export function ModelName({ model }: { model: string }): JSX.Element {
  return (
    <span class="model-name">
      <ModelKey model={model} />
      {model}
    </span>
  );
}

/** The line of a model as charts draw it. */
export function ModelKey({ model }: { model: string }): JSX.Element {
  const { colour, dash } = modelColours.value.of(model);
  return (
    <svg class="model-key" width="14" height="10" aria-hidden="true">
      <line
        x1="0"
        x2="14"
        y1="5"
        y2="5"
        stroke={colour}
        stroke-width="4"
        stroke-dasharray={dash.join(' ')}
      />
    </svg>
  );
}
