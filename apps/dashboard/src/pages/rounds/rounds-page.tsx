import type { JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { dollars } from '../../format/dollars.js';
import { score } from '../../format/numbers.js';
import { duration, moment } from '../../format/times.js';
import { ModelName } from '../../ui/model-name.js';
import { Pages } from '../../ui/pages.js';
import { Broken, Empty, Loading } from '../../ui/states.js';
import { Status } from '../../ui/status.js';
import { Table } from '../../ui/table.js';
import { Title } from '../../ui/title.js';
import { useLoaded } from '../../ui/use-loaded.js';
import { ApiFault } from '../../api/api-fault.js';
import type { FoundRound, RoundPage } from './round.js';
import { RoundFilters } from './round-filters.js';
import './rounds.css';
import { addressOf, FILTERS, searchIn, type Search } from './search.js';

const COLUMNS = [
  'When',
  'Task',
  'Query',
  'Models in call order',
  'Status',
  { name: 'Reward', isNumber: true },
  { name: 'Cost', isNumber: true },
  { name: 'Took', isNumber: true },
  'Policy',
];

/** All rounds, newest first, by what they came to. */
export default function RoundsPage(): JSX.Element {
  const { query, route } = useLocation();
  const search = searchIn(query);
  const { body, error, again } = useLoaded<RoundPage>(
    addressOf('/admin/v1/rounds', search, query['cursor']),
  );
  const isAtField = error instanceof ApiFault && FILTERS.some((filter) => filter === error.param);
  return (
    <>
      <Title of="Rounds">
        <p class="hint">Every query is a round: a choice of models, and what came of it.</p>
        <button type="button" class="end" onClick={again}>
          Look again
        </button>
      </Title>
      <div class="panel">
        <RoundFilters
          key={addressOf('', search)}
          search={search}
          error={error}
          onSearch={(wanted: Search) => route(addressOf('/rounds', wanted))}
        />
        {body === undefined && error === undefined && <Loading what="rounds" />}
        {error !== undefined && !isAtField && <Broken error={error} again={again} />}
        {body !== undefined && <Found page={body} isFiltered={Object.keys(search).length > 0} />}
        <Pages
          base={addressOf('/rounds', search)}
          param="cursor"
          at={query['cursor']}
          next={body?.next_cursor ?? null}
        />
      </div>
    </>
  );
}

function Found({ page, isFiltered }: { page: RoundPage; isFiltered: boolean }): JSX.Element {
  if (page.data.length > 0) {
    return (
      <Table caption="Rounds" columns={COLUMNS}>
        {page.data.map((round) => (
          <Row key={round.query_id} of={round} />
        ))}
      </Table>
    );
  }
  // A search that would take long says how far it has come.
  if (page.next_cursor !== null) return <Empty>None so far: “Older” searches on.</Empty>;
  if (isFiltered) return <Empty>No round is like that.</Empty>;
  return <Empty>No query was asked yet. The overview says how to send the first.</Empty>;
}

function Row({ of: round }: { of: FoundRound }): JSX.Element {
  return (
    <tr>
      <td class="nowrap">
        <a href={`/rounds/${round.query_id}`}>{moment(round.at)}</a>
      </td>
      <td>{round.task}</td>
      <td class="cut" title={round.input_preview ?? undefined}>
        {round.input_preview ?? <span class="faint">not kept</span>}
      </td>
      <td>
        <span class="models">
          {round.models.map((model) => (
            <span key={model} class={model === round.answered_by ? 'served' : undefined}>
              <ModelName model={model} />
              {model === round.answered_by && <span class="hidden-text"> (served)</span>}
            </span>
          ))}
        </span>
      </td>
      <td>
        <Status of={round.status} />
      </td>
      <td class="number">
        {round.reward === null ? '–' : score(round.reward)}
        {round.rated && (
          <span class="rated" title="A rating counts in it">
            ★<span class="hidden-text"> rated</span>
          </span>
        )}
      </td>
      <td class="number">{round.cost_usd === null ? '–' : dollars(round.cost_usd)}</td>
      <td class="number">{round.latency_ms === null ? '–' : duration(round.latency_ms)}</td>
      <td class="nowrap">{round.policy}</td>
    </tr>
  );
}
