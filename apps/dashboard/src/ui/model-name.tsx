import type { JSX } from 'preact';
import { modelColours } from '../charts/all-models.js';
import { Swatch } from '../charts/swatch.js';

/** A model's name beside its colour, which is the same in every chart. */
export function ModelName({ model }: { model: string }): JSX.Element {
  return (
    <span class="model-name" title={model}>
      <ModelKey model={model} />
      <span>
        <bdi>{model}</bdi>
      </span>
    </span>
  );
}

/** How charts draw a model. */
function ModelKey({ model }: { model: string }): JSX.Element {
  return <Swatch {...modelColours.value.of(model)} />;
}
