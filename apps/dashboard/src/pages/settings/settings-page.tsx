import type { JSX } from 'preact';
import { Title } from '../../ui/title.js';

export default function SettingsPage(): JSX.Element {
  return <Title of="Settings" />;
}
