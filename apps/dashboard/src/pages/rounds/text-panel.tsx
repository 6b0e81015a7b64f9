import type { JSX } from 'preact';
import { moment } from '../../format/times.js';
import { Panel } from '../../ui/panel.js';
import type { OpenedRound } from './round.js';

const KEPT = {
  full: 'Its task keeps texts.',
  hash: 'Its task keeps only the hashes of texts.',
  none: 'Its task keeps no texts.',
} as const;

/** What was asked and what was answered, as far as that is kept. */
export function TextPanel({ of: { query, messages } }: { of: OpenedRound }): JSX.Element {
  if (messages === null) {
    const erased = query.text.erased_at;
    return (
      <Panel heading="The query">
        <p class="hint">
          {erased === null ? KEPT[query.text.kept] : `Its text was erased: ${moment(erased)}.`}
        </p>
      </Panel>
    );
  }
  return (
    <Panel
      heading={query.answer === null ? 'The query' : 'The query and the answer that was served'}
    >
      <dl class="messages">
        {messages.map(({ role = 'message', content }, place) => (
          <div key={place}>
            <dt>{role}</dt>
            <dd>
              <pre class="text" tabIndex={0}>
                {textOf(content)}
              </pre>
            </dd>
          </div>
        ))}
        {query.answer !== null && (
          <div>
            <dt>answer{query.model === null ? '' : ` of ${query.model}`}</dt>
            <dd>
              <pre class="text" tabIndex={0}>
                {query.answer}
              </pre>
            </dd>
          </div>
        )}
      </dl>
    </Panel>
  );
}

/** Content is text, or parts of which some are text. */
function textOf(content: unknown): string {
  return typeof content === 'string' ? content : JSON.stringify(content, null, 2);
}
