import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import { dollars } from '../../format/dollars.js';
import { percent, score } from '../../format/numbers.js';
import { duration, moment } from '../../format/times.js';
import { Facts } from '../../ui/facts.js';
import { Panel } from '../../ui/panel.js';
import { Broken, Loading } from '../../ui/states.js';
import { Status } from '../../ui/status.js';
import { Title } from '../../ui/title.js';
import { useFollowed } from '../../ui/use-followed.js';
import { BoundsPanel } from './bounds-panel.js';
import { BooksPanel } from './books-panel.js';
import { CallsPanel } from './calls-panel.js';
import { RelaxedPanel } from './relaxed-panel.js';
import type { OpenedRound } from './round.js';
import './rounds.css';
import { TextPanel } from './text-panel.js';
import { VotePanel } from './vote-panel.js';

/** A round with all that is known of it. */
export default function RoundPage(): JSX.Element {
  const id = useRoute().params['id'] ?? '';
  const {
    body: opened,
    error,
    again,
  } = useFollowed<OpenedRound>(
    `/admin/v1/rounds/${id}`,
    ({ query: { status } }) => status === 'pending',
  );
  return (
    <>
      <Title of={opened === undefined ? 'Round' : `Round ${opened.round.round}`}>
        {opened !== undefined && <Status of={opened.query.status} />}
        {opened !== undefined && (
          <span>
            of <a href={`/tasks/${encodeURIComponent(opened.query.task)}`}>{opened.query.task}</a>
          </span>
        )}
        <code class="faint">{id}</code>
      </Title>
      {error !== undefined && <Broken error={error} again={again} />}
      {opened === undefined && error === undefined && <Loading what="the round" />}
      {opened !== undefined && <Parts of={opened} />}
    </>
  );
}

function Parts({ of: opened }: { of: OpenedRound }): JSX.Element {
  const { query, round, why } = opened;
  return (
    <>
      <div class="panel">
        <Gist of={opened} />
      </div>
      <Panel heading="Why">
        <ol class="why">
          {why.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
      </Panel>
      <TextPanel of={opened} />
      {query.vote !== null && <VotePanel of={query.vote} />}
      <CallsPanel of={opened} />
      <BoundsPanel round={round} />
      <RelaxedPanel round={round} />
      <BooksPanel of={opened} />
    </>
  );
}

function Gist({ of: { query, round } }: { of: OpenedRound }): JSX.Element {
  const took =
    query.finished_at === null
      ? null
      : new Date(query.finished_at).getTime() - new Date(query.created_at).getTime();
  return (
    <Facts
      of={[
        ['Taken in', moment(query.created_at)],
        ['Took', took === null ? '–' : duration(took)],
        ['Reward', query.reward === null ? 'not known yet' : score(query.reward)],
        ['Cost', query.cost_usd === null ? '–' : dollars(query.cost_usd)],
        ['Expected cost', dollars(round.expected_cost_usd)],
        ['Served by', query.model ?? '–'],
        ['Policy', round.policy],
        ['Drawn with probability', percent(round.propensity)],
      ]}
    />
  );
}
