import { Resvg } from '@resvg/resvg-js';

/** Twice the page's size, for screens and papers alike. */
const ZOOM = 2;
const WORD =
  '<svg xmlns="http://www.w3.org/2000/svg" width="50" height="20"><text y="15">Word</text></svg>';

/** An SVG page as a PNG, its text in a font of this machine: see `canWrite`. */
export function drawnPng(svg: string): Buffer {
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: ZOOM } }).render().asPng();
}

/**
 * Whether there is a font to write with; without one the text of a PNG would silently be missing.
 * @param systemFonts whether those of the machine count
 */
export function canWrite(systemFonts = true): boolean {
  return new Resvg(WORD, { font: { loadSystemFonts: systemFonts } }).getBBox() !== undefined;
}
