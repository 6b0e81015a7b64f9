import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { ConfigError, type Fault } from './config-error.js';
import type { PathFault } from './faults.js';

/** A YAML text that is well formed, and knows where in it each value lies. */
export class YamlText {
  private constructor(
    private readonly document: Document,
    private readonly lines: LineCounter,
  ) {}

  /** @throws ConfigError if the text is not YAML; it never quotes the text, which may hold a secret */
  static parse(text: string, what: string): YamlText {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
    if (document.errors.length === 0) return new YamlText(document, lines);
    const faults = document.errors.map(({ message, pos }) => ({
      path: '',
      message: `is not YAML: ${message}`,
      line: lines.linePos(pos[0]).line,
    }));
    throw new ConfigError(what, faults);
  }

  value(): unknown {
    return this.document.toJS();
  }

  /** The fault with its path written out and its line, or that of what it is missing from. */
  place({ path, message }: PathFault): Fault {
    let node: unknown = this.document.contents;
    let offset = 0;
    for (const step of path) {
      const pair = isMap(node)
        ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
        : undefined;
      const [place, next] = pair ? [pair.key, pair.value] : itemOf(node, step);
      if (!isNode(place)) break;
      offset = place.range?.[0] ?? offset;
      node = next;
    }
    return { path: writtenPath(path), message, line: this.lines.linePos(offset).line };
  }
}

function itemOf(node: unknown, step: string | number): [unknown, unknown] {
  const item = isSeq(node) ? node.items[Number(step)] : undefined;
  return [item, item];
}

/** `tasks.qa.models[2]`; a name with characters of its own is quoted: `models["gpt-4.1"]`. */
export function writtenPath(path: readonly (string | number)[]): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[\w-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  return steps.join('').replace(/^\./, '');
}
