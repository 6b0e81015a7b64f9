import { signal } from '@preact/signals';
import type { Hatching } from './model-colours.js';

const DARK = matchMedia('(prefers-color-scheme: dark)');

/** Whether the browser asks for dark pages: canvases, which know no CSS, are drawn anew then. */
export const isDark = signal(DARK.matches);
DARK.addEventListener('change', ({ matches }) => {
  isDark.value = matches;
});

/** What canvases are drawn with: colours of CSS as they are here and now. */
export class Ink {
  private readonly known = new Map<string, string>();

  constructor(private readonly place: HTMLElement) {}

  /** Of any colour of CSS, `var(--…)` and `light-dark(…)` too. */
  of(colour: string): string {
    const known = this.known.get(colour) ?? this.resolved(colour);
    this.known.set(colour, known);
    return known;
  }

  private resolved(colour: string): string {
    const probe = document.createElement('span');
    probe.style.color = colour;
    this.place.append(probe);
    const resolved = getComputedStyle(probe).color;
    probe.remove();
    return resolved;
  }

  /** The colour, hatched with the panel's own. */
  hatched(colour: string, hatching: Hatching): string | CanvasPattern {
    const solid = this.of(colour);
    if (hatching === 'plain') return solid;
    const size = 6 * devicePixelRatio;
    const tile = new OffscreenCanvas(size, size);
    const context = tile.getContext('2d');
    if (context === null) return solid;
    context.fillStyle = solid;
    context.fillRect(0, 0, size, size);
    context.strokeStyle = context.fillStyle = this.of('var(--panel)');
    context.lineWidth = 1.5 * devicePixelRatio;
    context.beginPath();
    if (hatching === 'dotted') {
      context.arc(size / 2, size / 2, size / 4, 0, 2 * Math.PI);
      context.fill();
    } else {
      const [from, to] = hatching === 'rising' ? [size, 0] : [0, size];
      context.moveTo(0, from);
      context.lineTo(size, to);
      context.stroke();
    }
    return context.createPattern(tile, 'repeat') ?? solid;
  }
}
