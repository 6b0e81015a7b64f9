import type { JSX } from 'preact';
import type { Arm } from '../../api/arms.js';
import { Panel } from '../../ui/panel.js';
import { Broken, Loading } from '../../ui/states.js';
import { useKept } from '../../ui/use-kept.js';
import { ArmsTable } from './arms-table.js';

const NOTE =
  'Mean reward and cost of a call with intervals of 95%: a wide bar is a model of which little is known. ' +
  'Costs are drawn by their logarithm.';

/** The models of a task. */
export function ArmsPanel({ task, turn }: { task: string; turn: number }): JSX.Element {
  const path = `/admin/v1/tasks/${encodeURIComponent(task)}/arms`;
  const { body, error, again } = useKept<{ models: Arm[] }>(path, () => path, turn);
  return (
    <Panel heading="Models" note={NOTE}>
      {body !== undefined && <ArmsTable arms={body.models} />}
      {body === undefined && error === undefined && <Loading what="models" />}
      {body === undefined && error !== undefined && <Broken error={error} again={again} />}
    </Panel>
  );
}
