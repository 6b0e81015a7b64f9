import type { JSX } from 'preact';

const TONES: Readonly<Record<string, string>> = {
  answered: 'good',
  done: 'good',
  succeeded: 'good',
  active: 'good',
  failed: 'bad',
  refused: 'bad',
  open: 'bad',
  revoked: 'bad',
  paused: 'warning',
  cancelled: 'warning',
  expired: 'warning',
  'half-open': 'warning',
};

/** A state in a word, coloured by whether it is good. */
export function Status({ of, children }: { of: string; children?: string }): JSX.Element {
  return <span class={`badge ${TONES[of] ?? ''}`}>{children ?? of}</span>;
}
