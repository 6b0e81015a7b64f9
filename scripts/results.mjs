// Plays what docs/results.md shows, and writes that page and its drawings anew:
//   node scripts/results.mjs DATA [SECTION…]
// DATA is the folder of the recorded sets. Reports are kept in .purser/results, so that single sections
// can be played again; the page is written from all that are there.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { BARS, INTRODUCTION, NINE, NOTES, SECTIONS } from './results-sections.mjs';

const ROOT = join(import.meta.dirname, '..');
const KEPT = join(ROOT, '.purser/results');
const PURSER = join(ROOT, 'dist/apps/cli/main.js');
const MOST_AT_ONCE = 2;

const [data, ...names] = process.argv.slice(2);
if (!data || names.some((name) => !SECTIONS.some((section) => section.name === name))) {
  console.error(
    `usage: node scripts/results.mjs DATA [SECTION…], of ${SECTIONS.map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}

mkdirSync(KEPT, { recursive: true });
const chosen = SECTIONS.filter(({ name }) => names.length === 0 || names.includes(name));
const waiting = [...chosen];
await Promise.all(
  Array.from({ length: Math.min(MOST_AT_ONCE, availableParallelism()) }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await play(next);
  }),
);
await writePage();

async function play({ name, args, plot }) {
  const words = args.map((word) => word.replace(/^DATA\//, `${data}/`));
  const drawing = plot ? ['--plot', join(ROOT, `docs/results/${name}.svg`)] : [];
  const started = performance.now();
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [PURSER, ...words, '--json', ...drawing],
    { maxBuffer: 1 << 28 },
  );
  writeFileSync(join(KEPT, `${name}.json`), stdout);
  console.error(`${name}: ${Math.round((performance.now() - started) / 1e3)} s`);
}

async function writePage() {
  const sections = SECTIONS.map((section) => {
    const path = join(KEPT, `${section.name}.json`);
    return { ...section, report: existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null };
  });
  const missed = sections.flatMap((section) =>
    section.report
      ? BARS[section.bar](section.report, section).map((what) => `- ${section.title}: ${what}`)
      : [],
  );
  const page = [
    INTRODUCTION,
    '## Where it is below a bar',
    missed.length > 0 ? missed.join('\n') : 'Nowhere: every row below meets its bar.',
    ...sections.map((section) => (section.report ? sectionOf(section) : unplayed(section))),
    NOTES,
  ].join('\n\n');
  const path = join(ROOT, 'docs/results.md');
  const settings = await resolveConfig(path);
  writeFileSync(path, await format(page, { ...settings, filepath: path }));
}

function unplayed({ title, args }) {
  const command = `\`\`\`sh\n${commandOf(args)}\n\`\`\``;
  return `## ${title}\n\n${command}\n\nNot played on this version yet; what was measured of it on the way is in decision 018.`;
}

function sectionOf({ name, title, text, args, plot, table, report }) {
  return [
    `## ${title}`,
    `\`\`\`sh\n${commandOf(args)}\n\`\`\``,
    ...(text ? [text] : []),
    table(report),
    ...(plot ? [`![${title}](results/${name}.svg)`] : []),
  ].join('\n\n');
}

/** As one would type it, broken before options where a line gets long. */
function commandOf(args) {
  const words = args.map((word) => (/[*'|&;]/.test(word) ? `'${word}'` : word));
  const parts = ['npx purser'];
  for (const word of words) {
    const isOption = word.startsWith('--');
    if (isOption && parts.at(-1).length > 70) parts.push(`  ${word}`);
    else parts[parts.length - 1] += ` ${word}`;
  }
  return parts.join(' \\\n').replaceAll(NINE, '$NINE');
}
