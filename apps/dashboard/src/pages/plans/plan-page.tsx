import './plans.css';
import type { JSX } from 'preact';
import { useLocation, useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { ask } from '../../api/client.js';
import { count } from '../../format/numbers.js';
import { moment } from '../../format/times.js';
import { Confirm } from '../../ui/confirm.js';
import { Facts } from '../../ui/facts.js';
import { Broken, Loading } from '../../ui/states.js';
import { Status } from '../../ui/status.js';
import { Title } from '../../ui/title.js';
import { useFollowed } from '../../ui/use-followed.js';
import { ExecutionPanel } from './execution-panel.js';
import { FrontPanel } from './front-panel.js';
import { isUnderWay, type Plan } from './plan.js';

/** A batch: what every amount of money would buy, the choice, and what comes of it. */
export default function PlanPage(): JSX.Element {
  const id = useRoute().params['id'] ?? '';
  const { body: plan, error, again } = useFollowed<Plan>(`/v1/plans/${id}`, isUnderWay);
  return (
    <>
      <Title of={plan === undefined ? 'Plan' : `Plan for ${plan.task}`}>
        {plan !== undefined && <Status of={plan.status} />}
        {plan !== undefined && <Actions plan={plan} again={again} />}
      </Title>
      {error !== undefined && <Broken error={error} again={again} />}
      {plan === undefined && error === undefined && <Loading what="the plan" />}
      {plan !== undefined && <Parts plan={plan} again={again} />}
    </>
  );
}

function Parts({ plan, again }: { plan: Plan; again: () => void }): JSX.Element {
  return (
    <>
      <div class="panel">
        <Facts
          of={[
            ['Made', moment(plan.created_at)],
            ['Queries', count(plan.queries)],
            ['Models to choose from', count(plan.models.length)],
            ['Foreseen from', plan.samples === null ? '–' : `${count(plan.samples)} samples`],
          ]}
        />
        {plan.problem !== null && <p class="problem">{plan.problem}</p>}
      </div>
      {plan.status === 'planning' && (
        <div class="panel">
          <Loading what="what every amount of money would buy: the front" />
        </div>
      )}
      {plan.execution !== null && <ExecutionPanel plan={plan} execution={plan.execution} />}
      {plan.front.length > 0 && <FrontPanel plan={plan} onRun={again} />}
    </>
  );
}

type Step = 'cancel' | 'resume';

function Actions({ plan, again }: { plan: Plan; again: () => void }): JSX.Element {
  const { route } = useLocation();
  const [asks, setAsks] = useState<Step | 'remove'>();
  const path = `/v1/plans/${plan.id}`;
  const go = async (step: Step): Promise<void> => {
    await ask(`${path}/${step}`, { method: 'POST' });
    setAsks(undefined);
    again();
  };
  const remove = async (): Promise<void> => {
    await ask(path, { method: 'DELETE' });
    route('/plans');
  };
  return (
    <div class="row end">
      {plan.status === 'running' && (
        <button type="button" onClick={() => setAsks('cancel')}>
          Cancel
        </button>
      )}
      {plan.status === 'cancelled' && (
        <button type="button" class="primary" onClick={() => setAsks('resume')}>
          Resume
        </button>
      )}
      {plan.status !== 'running' && (
        <button type="button" class="danger" onClick={() => setAsks('remove')}>
          Delete
        </button>
      )}
      {(asks === 'cancel' || asks === 'resume') && (
        <Confirm
          heading={asks === 'cancel' ? 'Send no more queries?' : 'Go on where it stopped?'}
          says={
            asks === 'cancel'
              ? 'Those that are under way are answered and paid. It can be resumed later.'
              : 'The queries that were not sent yet are sent, and paid.'
          }
          action={asks === 'cancel' ? 'Cancel the plan' : 'Resume the plan'}
          run={() => go(asks)}
          onClose={() => setAsks(undefined)}
        />
      )}
      {asks === 'remove' && (
        <Confirm
          heading="Delete this plan?"
          says="The texts that were not sent go with it. What was run of it stays in the books."
          action="Delete the plan"
          isDangerous
          run={remove}
          onClose={() => setAsks(undefined)}
        />
      )}
    </div>
  );
}
