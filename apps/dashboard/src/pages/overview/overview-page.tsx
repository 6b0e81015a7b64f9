import type { JSX } from 'preact';
import { isAdmin } from '../../session/session.js';
import { Title } from '../../ui/title.js';
import { AllTasks } from './all-tasks.js';
import { OwnTasks } from './own-tasks.js';

export default function OverviewPage(): JSX.Element {
  return (
    <>
      <Title of="Overview" />
      {isAdmin() ? <AllTasks /> : <OwnTasks />}
    </>
  );
}
