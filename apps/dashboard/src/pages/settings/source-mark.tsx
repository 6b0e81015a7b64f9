import type { JSX } from 'preact';

/** Who wrote an entry last, and whether purser.yaml would have it otherwise. */
export function SourceMark({
  source,
  differs = false,
}: {
  source: 'file' | 'api';
  differs?: boolean;
}): JSX.Element {
  if (source === 'file') return <span class="faint">purser.yaml</span>;
  return (
    <span class="faint" title={differs ? 'purser.yaml says something else' : undefined}>
      API{differs && ', differs from purser.yaml'}
    </span>
  );
}
