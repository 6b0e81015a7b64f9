import type { JSX } from 'preact';

/** The way to older pages and back to the newest, by links that can be kept. */
export function Pages({
  base,
  param,
  at,
  next,
}: {
  /** The address of the first page, perhaps with parameters. */
  base: string;
  /** What says in the address where a page begins. */
  param: string;
  /** Where this one begins; undefined: it is the first. */
  at: string | undefined;
  next: string | null;
}): JSX.Element | null {
  if (at === undefined && next === null) return null;
  const more = `${base}${base.includes('?') ? '&' : '?'}${param}=${encodeURIComponent(next ?? '')}`;
  return (
    <nav class="pages" aria-label="More of them">
      {at === undefined ? <span /> : <a href={base}>← Newest</a>}
      {next !== null && <a href={more}>Older →</a>}
    </nav>
  );
}
