/**
 * Hues that the colour-blind tell apart (after Okabe and Ito, and Tol's muted scheme), each readable on
 * light and on dark ground.
 */
const HUES = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#cc6fa4',
  '#56b4e9',
  '#d55e00',
  '#8f7fc9',
  '#a6a02a',
  '#44aa99',
  '#aa4466',
];

/** Dashes tell apart those that share a hue, where there are more models than hues. */
const DASHES: number[][] = [[], [6, 3], [2, 3], [8, 3, 2, 3]];

export interface Mark {
  colour: string;
  dash: number[];
}

/** How each model is drawn, the same on every page: by its place among all the models of this Purser. */
export class ModelColours {
  private readonly places: Map<string, number>;

  constructor(models: Iterable<string>) {
    this.places = new Map([...models].sort().map((model, place) => [model, place]));
  }

  of(model: string): Mark {
    const place = this.places.get(model) ?? this.places.size;
    return {
      colour: HUES[place % HUES.length] ?? '#888888',
      dash: DASHES[Math.floor(place / HUES.length) % DASHES.length] ?? [],
    };
  }
}
