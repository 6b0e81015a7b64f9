import type { JSX } from 'preact';
import { Title } from '../../ui/title.js';

export default function PlanPage(): JSX.Element {
  return <Title of="Plan" />;
}
