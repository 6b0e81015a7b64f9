/** Nano-dollars as people write dollars: never in exponents. */
export function dollars(nano: number): string {
  return `$${(nano / 1e9).toFixed(9).replace(/\.?0+$/, '')}`;
}
