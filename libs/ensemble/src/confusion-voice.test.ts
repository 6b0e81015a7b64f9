import { describe, expect, it } from 'vitest';
import { confusionVoice, noConfusion } from './confusion-voice.js';
import { uniformVoice } from './voice.js';

describe('the voice of a confusion matrix', () => {
  it('says what its chance of being right says before any answer was judged', () => {
    const voice = confusionVoice(noConfusion(3), 0.8, 5);
    const plain = uniformVoice(0.8, 3);
    for (const answer of [0, 1, 2, null]) {
      const gain = voice.support(answer, 1) - voice.support(answer, 0);
      expect(gain).toBeCloseTo(plain.support(answer, 1) - plain.support(answer, 0), 12);
    }
    expect(voice.swing(1, 0)).toBeCloseTo(plain.swing(1, 0), 12);
  });

  it('trusts a "no" more than a "yes" of a model that says "yes" to nearly all', () => {
    const voice = confusionVoice(
      [
        [95, 5, 0],
        [70, 30, 0],
      ],
      0.6,
      2,
    );
    const yes = voice.support(0, 0) - voice.support(0, 1);
    const no = voice.support(1, 1) - voice.support(1, 0);
    expect(no).toBeGreaterThan(3 * yes);
    expect(voice.swing(1, 0)).toBeCloseTo(no, 12);
  });

  it('learns from answers outside the labels, if they come with one label more than the other', () => {
    const voice = confusionVoice(
      [
        [50, 0, 50],
        [0, 100, 0],
      ],
      0.8,
      2,
    );
    expect(voice.support(null, 0)).toBeGreaterThan(voice.support(null, 1) + 2);
  });
});
