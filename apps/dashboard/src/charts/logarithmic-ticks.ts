/** The numbers between two that are 1, 2 or 5 times a power of ten; only the powers, if those are too many. */
export function logarithmicTicks(least: number, most: number, atMost: number): number[] {
  const ticks: number[] = [];
  const [first, last] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  for (let power = first; power <= last; power++) {
    for (const digit of [1, 2, 5]) ticks.push(Number(`${digit}e${power}`));
  }
  const within = ticks.filter((tick) => tick >= least && tick <= most);
  const powers = within.filter((tick) => Number.isInteger(Math.log10(tick)));
  return within.length > atMost && powers.length > 1 ? powers : within;
}
