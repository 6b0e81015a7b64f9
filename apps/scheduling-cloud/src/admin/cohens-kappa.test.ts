import { expect, it } from 'vitest';
import { cohensKappa } from './cohens-kappa.js';

it('agreement beyond chance is 1 where all agree, and 0 where chance would do as well', () => {
  expect(cohensKappa({ bothYes: 5, onlyFirst: 0, onlySecond: 0, bothNo: 5 })).toBe(1);
  expect(cohensKappa({ bothYes: 25, onlyFirst: 25, onlySecond: 25, bothNo: 25 })).toBe(0);
  expect(cohensKappa({ bothYes: 0, onlyFirst: 5, onlySecond: 5, bothNo: 0 })).toBe(-1);
});

it('agreement of two readers of fifty grant proposals is 0.4', () => {
  const kappa = cohensKappa({ bothYes: 20, onlyFirst: 5, onlySecond: 10, bothNo: 15 });
  expect(kappa).toBeCloseTo(0.4);
});

it('agreement is not known where nobody ever disagreed with themselves', () => {
  expect(cohensKappa({ bothYes: 9, onlyFirst: 0, onlySecond: 0, bothNo: 0 })).toBeNull();
  expect(cohensKappa({ bothYes: 0, onlyFirst: 0, onlySecond: 0, bothNo: 0 })).toBeNull();
});
