import { describe, expect, it } from 'vitest';
import { CostForecast } from './cost-forecast.js';

const features = { indices: Int32Array.of(0, 3), values: Float64Array.of(1, 0.5) };
const LISTED = 1_000;

function after(costs: readonly number[], listed = LISTED): number {
  const forecast = new CostForecast(new Float32Array(8).fill(0.5), new Float32Array(8).fill(0.5));
  for (const cost of costs) forecast.learn('a', features, cost, 1);
  return forecast.of('a', features, forecast.common(features), listed);
}

describe('the expected cost of a call', () => {
  it('is what the price list says before the first', () => {
    expect(after([])).toBe(LISTED);
  });

  it('does not follow a first answer that happened to be long', () => {
    expect(after([4 * LISTED])).toBeLessThan(2 * LISTED);
    expect(after([4 * LISTED])).toBeGreaterThan(LISTED);
  });

  it('is what calls cost, whatever the price list says, once there were many', () => {
    const many = new Array<number>(200).fill(4 * LISTED);
    expect(after(many) / (4 * LISTED)).toBeCloseTo(1, 1);
    expect(after(many, 40 * LISTED) / (4 * LISTED)).toBeCloseTo(1, 1);
  });

  it('is what calls cost where the price list says nothing', () => {
    expect(after([4 * LISTED], 0)).toBeCloseTo(4 * LISTED, 6);
  });
});
