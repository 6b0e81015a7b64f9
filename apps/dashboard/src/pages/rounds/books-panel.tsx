import type { JSX } from 'preact';
import { dollars } from '../../format/dollars.js';
import { score } from '../../format/numbers.js';
import { moment } from '../../format/times.js';
import { ModelName } from '../../ui/model-name.js';
import { Panel } from '../../ui/panel.js';
import { Empty } from '../../ui/states.js';
import { Table } from '../../ui/table.js';
import type { OpenedRound } from './round.js';

const KINDS = {
  reserve: 'reserved, at worst',
  settle: 'settled',
  release: 'given back',
  adjust: 'adjusted',
} as const;

/** Who rated it, and what stands of it in the ledger. */
export function BooksPanel({ of: { ratings, ledger } }: { of: OpenedRound }): JSX.Element {
  return (
    <div class="grid">
      <Panel heading="Ratings">
        {ratings.length === 0 ? (
          <Empty>Nobody has rated it.</Empty>
        ) : (
          <Table
            caption="Ratings"
            columns={['When', 'By', 'Of', { name: 'Score', isNumber: true }, 'Counts', 'Comment']}
          >
            {ratings.map((rating, place) => (
              <tr key={place}>
                <td class="nowrap">{moment(rating.at)}</td>
                <td>{rating.source}</td>
                <td>{rating.model === null ? 'the answer' : <ModelName model={rating.model} />}</td>
                <td class="number">{score(rating.score)}</td>
                <td>{rating.counted ? 'yes' : 'no'}</td>
                <td>{rating.comment}</td>
              </tr>
            ))}
          </Table>
        )}
      </Panel>
      <Panel heading="Ledger">
        {ledger.length === 0 ? (
          <Empty>Nothing was booked.</Empty>
        ) : (
          <Table
            caption="Ledger entries"
            columns={[
              'When',
              'What',
              { name: 'Reserved', isNumber: true },
              { name: 'Spent', isNumber: true },
            ]}
          >
            {ledger.map((entry, place) => (
              <tr key={place}>
                <td class="nowrap">{moment(entry.at)}</td>
                <td>{KINDS[entry.kind]}</td>
                <td class="number">{changed(entry.reserved_usd)}</td>
                <td class="number">{changed(entry.settled_usd)}</td>
              </tr>
            ))}
          </Table>
        )}
      </Panel>
    </div>
  );
}

function changed(usd: number): string {
  if (usd === 0) return '–';
  return usd > 0 ? `+${dollars(usd)}` : dollars(usd);
}
