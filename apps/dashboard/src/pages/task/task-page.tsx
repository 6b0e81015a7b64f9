import type { JSX } from 'preact';
import { Title } from '../../ui/title.js';

export default function TaskPage(): JSX.Element {
  return <Title of="Task" />;
}
