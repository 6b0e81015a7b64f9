import { describe, expect, it } from 'vitest';
import { ModelColours, OTHERS_MARK } from './model-colours.js';

const NAMES = Array.from({ length: 40 }, (_, at) => `model-${at}`);
const PANELS = { light: '#ffffff', dark: '#1c2027' };

describe('the colours of models', () => {
  it('tell forty apart, by hue and hatching together', () => {
    const colours = new ModelColours(NAMES);
    const marks = NAMES.map((name) => JSON.stringify(colours.of(name)));
    expect(new Set(marks).size).toBe(40);
  });

  it('are the same in whatever order the models come', () => {
    const [one, other] = [new ModelColours(NAMES), new ModelColours(NAMES.toReversed())];
    expect(NAMES.map((name) => one.of(name))).toEqual(NAMES.map((name) => other.of(name)));
  });

  it('are grey for a model that nobody knows any more', () => {
    expect(new ModelColours(NAMES).of('gone')).toBe(OTHERS_MARK);
  });

  it('stand out from the ground, light and dark', () => {
    const colours = new ModelColours(NAMES);
    for (const { colour } of [...NAMES.map((name) => colours.of(name)), OTHERS_MARK]) {
      const [light, dark] = /(#\w+), (#\w+)/.exec(colour)!.slice(1);
      expect(contrast(light!, PANELS.light), light).toBeGreaterThanOrEqual(3);
      expect(contrast(dark!, PANELS.dark), dark).toBeGreaterThanOrEqual(3);
    }
  });
});

/** As WCAG 2.2 has it. */
function contrast(one: string, other: string): number {
  const [more, less] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (more! + 0.05) / (less! + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
