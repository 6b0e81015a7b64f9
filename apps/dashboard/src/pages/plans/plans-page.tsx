import type { JSX } from 'preact';
import { Title } from '../../ui/title.js';

export default function PlansPage(): JSX.Element {
  return <Title of="Plans" />;
}
