/**
 * Hues that the colour-blind tell apart (after Okabe and Ito, and Tol's muted scheme), for light and for
 * dark ground: each at least 3:1 against its panel, as WCAG asks of what charts draw.
 */
const HUES: readonly (readonly [light: string, dark: string])[] = [
  ['#0072b2', '#4aa8e0'],
  ['#b87400', '#f0a830'],
  ['#008060', '#2ec49a'],
  ['#b8508a', '#e08cbc'],
  ['#3d93c9', '#8fd0f5'],
  ['#d55e00', '#ff8a4c'],
  ['#7664b8', '#a99be0'],
  ['#857f12', '#cfc84a'],
  ['#8f2f4f', '#d9708f'],
  ['#6b4c2a', '#b8906a'],
];
const OTHERS: readonly [string, string] = ['#7d8794', '#8e98a5'];

/** Dashes and hatchings tell apart those that share a hue, where there are more models than hues. */
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [8, 3, 2, 3]];
export type Hatching = 'plain' | 'rising' | 'falling' | 'dotted';
const HATCHINGS: readonly Hatching[] = ['plain', 'rising', 'falling', 'dotted'];

export interface Mark {
  /** Of CSS; it is another on dark ground. */
  colour: string;
  dash: readonly number[];
  hatching: Hatching;
}

/** What is not told apart: the rest of them. */
export const OTHERS_MARK: Mark = { colour: css(OTHERS), dash: [], hatching: 'plain' };

/** How each model is drawn, the same on every page: by its place among all the models of this Purser. */
export class ModelColours {
  private readonly places: Map<string, number>;

  constructor(models: Iterable<string>) {
    this.places = new Map([...models].sort().map((model, place) => [model, place]));
  }

  of(model: string): Mark {
    const place = this.places.get(model);
    return place === undefined ? OTHERS_MARK : markAt(place);
  }
}

/** The mark of what is the so-manieth of its kind, such as combinations. */
export function markAt(place: number): Mark {
  const turn = Math.floor(place / HUES.length) % DASHES.length;
  return {
    colour: css(HUES[place % HUES.length] ?? OTHERS),
    dash: DASHES[turn] ?? [],
    hatching: HATCHINGS[turn] ?? 'plain',
  };
}

function css([light, dark]: readonly [string, string]): string {
  return `light-dark(${light}, ${dark})`;
}
