import type { Hatching } from './model-colours.js';

/** A line of a chart, or an area of a stack. */
export interface Line {
  name: string;
  /** Of CSS. */
  colour: string;
  dash?: readonly number[];
  hatching?: Hatching;
  width?: number;
  /** How a value is written in the legend. */
  write: (value: number) => string;
  /** It bounds a band or a mark: drawn, but without a place in the legend. */
  isSilent?: boolean;
  /** Fills down to the zero line, or to the line below it in a stack. */
  isFilled?: boolean;
}

/** The ground between two lines, by their places. */
export interface Band {
  upper: number;
  lower: number;
  colour: string;
}
