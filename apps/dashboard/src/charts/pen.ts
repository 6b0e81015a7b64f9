import type uPlot from 'uplot';
import type { Ink } from './ink.js';

/** Draws on a plot in the terms of its axes: x and y are their values, sizes are pixels of CSS. */
export class Pen {
  constructor(
    private readonly plot: uPlot,
    private readonly ink: Ink,
  ) {}

  /** Draws nothing outside of the axes. */
  within(draw: () => void): void {
    const { ctx, bbox } = this.plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    draw();
    ctx.restore();
  }

  dot(x: number, y: number, size: number, colour: string): void {
    this.round(x, y, size);
    this.fill(colour);
  }

  ring(x: number, y: number, size: number, colour: string): void {
    this.round(x, y, size);
    this.stroke(colour, 1.5);
  }

  diamond(x: number, y: number, size: number, colour: string): void {
    const { ctx } = this.plot;
    const [left, top, half] = [this.left(x), this.top(y), size * devicePixelRatio];
    ctx.beginPath();
    ctx.moveTo(left, top - half);
    ctx.lineTo(left + half, top);
    ctx.lineTo(left, top + half);
    ctx.lineTo(left - half, top);
    ctx.closePath();
    this.fill(colour);
    this.stroke('var(--panel)', 2);
  }

  line(points: readonly (readonly [x: number, y: number])[], colour: string): void {
    const { ctx } = this.plot;
    ctx.beginPath();
    for (const [x, y] of points) ctx.lineTo(this.left(x), this.top(y));
    this.stroke(colour, 2);
  }

  /** From the bottom to the top of the axes. */
  vertical(x: number, colour: string, dash: readonly number[]): void {
    const { ctx, bbox } = this.plot;
    ctx.beginPath();
    ctx.moveTo(this.left(x), bbox.top);
    ctx.lineTo(this.left(x), bbox.top + bbox.height);
    this.stroke(colour, 1.5, dash);
  }

  /** An upright line with ends, as intervals are drawn. */
  interval(x: number, low: number, high: number, colour: string): void {
    const { ctx } = this.plot;
    const [left, half] = [this.left(x), 4 * devicePixelRatio];
    ctx.beginPath();
    ctx.moveTo(left, this.top(low));
    ctx.lineTo(left, this.top(high));
    for (const end of [low, high]) {
      ctx.moveTo(left - half, this.top(end));
      ctx.lineTo(left + half, this.top(end));
    }
    this.stroke(colour, 1.5);
  }

  private round(x: number, y: number, size: number): void {
    const { ctx } = this.plot;
    ctx.beginPath();
    ctx.arc(this.left(x), this.top(y), size * devicePixelRatio, 0, 2 * Math.PI);
  }

  private fill(colour: string): void {
    this.plot.ctx.fillStyle = this.ink.of(colour);
    this.plot.ctx.fill();
  }

  private stroke(colour: string, width: number, dash: readonly number[] = []): void {
    const { ctx } = this.plot;
    ctx.strokeStyle = this.ink.of(colour);
    ctx.lineWidth = width * devicePixelRatio;
    ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
    ctx.stroke();
    ctx.setLineDash([]);
  }

  private left(x: number): number {
    return this.plot.valToPos(x, 'x', true);
  }

  private top(y: number): number {
    return this.plot.valToPos(y, 'y', true);
  }
}
