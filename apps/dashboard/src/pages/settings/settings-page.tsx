import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import { NotFound } from '../../shell/not-found.js';
import { Title } from '../../ui/title.js';
import { AuditSection } from './audit-section.js';
import { CapsSection } from './caps-section.js';
import { KeysSection } from './keys-section.js';
import { ModelsSection } from './models-section.js';
import './settings.css';
import { TasksSection } from './tasks-section.js';
import { WebhooksSection } from './webhooks-section.js';

const SECTIONS: readonly { path: string; name: string; section: () => JSX.Element }[] = [
  { path: 'tasks', name: 'Tasks', section: TasksSection },
  { path: 'models', name: 'Models', section: ModelsSection },
  { path: 'keys', name: 'API keys', section: KeysSection },
  { path: 'caps', name: 'Caps', section: CapsSection },
  { path: 'webhooks', name: 'Webhook sources', section: WebhooksSection },
  { path: 'audit', name: 'Audit log', section: AuditSection },
];

/** What runs, who may use it, and who changed it. */
export default function SettingsPage(): JSX.Element {
  const at = useRoute().params['section'] ?? 'tasks';
  const here = SECTIONS.find(({ path }) => path === at);
  if (here === undefined) return <NotFound />;
  const Section = here.section;
  return (
    <>
      <Title of="Settings" />
      <nav class="tabs" aria-label="Settings">
        {SECTIONS.map(({ path, name }) => (
          <a key={path} href={`/settings/${path}`} aria-current={path === at ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      <Section key={at} />
    </>
  );
}
