import type { JSX } from 'preact';
import { Title } from '../../ui/title.js';

export default function RoundPage(): JSX.Element {
  return <Title of="Round" />;
}
