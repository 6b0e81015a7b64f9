import type { JSX } from 'preact';
import { Title } from '../../ui/title.js';

export default function OverviewPage(): JSX.Element {
  return <Title of="Overview" />;
}
