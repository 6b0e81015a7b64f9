import type { JSX } from 'preact';
import { Title } from '../ui/title.js';

export function NotFound(): JSX.Element {
  return (
    <>
      <Title of="Nothing here" />
      <p>
        There is no such page, or this key may not see it. <a href="/">Back to the overview</a>
      </p>
    </>
  );
}
