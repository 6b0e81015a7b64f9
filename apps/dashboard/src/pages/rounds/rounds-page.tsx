import type { JSX } from 'preact';
import { Title } from '../../ui/title.js';

export default function RoundsPage(): JSX.Element {
  return <Title of="Rounds" />;
}
