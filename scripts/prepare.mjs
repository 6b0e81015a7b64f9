// Makes a bare clone runnable: installs what package-lock.json asks for and builds what has changed.
// Runs before anything is installed, so it may import nothing but Node.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const at = (...path) => join(root, ...path);
const dashboard = at('apps', 'dashboard');
const terminal = process.stderr.isTTY;

requireNode(20, 19);
const lock = hashOf([readFileSync(at('package-lock.json'))]);
await unlessStamped(at('node_modules', '.purser-installed'), lock, async () => {
  if (isInstalled()) return;
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  await run('Installing packages', 'npm', ['ci', '--include=dev', '--include=optional', ...quiet]);
});
const settings = ['tsconfig.json', 'tsconfig.build.json', 'rolldown.config.mjs'].map((name) =>
  at(name),
);
const sources = filesIn('apps', 'libs', 'migrations').filter((file) => !file.startsWith(dashboard));
await unlessStamped(at('dist', '.purser-built'), versionOf([...sources, ...settings]), async () => {
  rmSync(at('dist'), { recursive: true, force: true });
  const compiler = at('node_modules', 'typescript', 'bin', 'tsc');
  await run('Building', process.execPath, [compiler, '-p', 'tsconfig.build.json']);
  const bundler = at('node_modules', 'rolldown', 'bin', 'cli.mjs');
  await run('Putting it together', process.execPath, [bundler, '-c', '--logLevel', 'warn']);
});
const pages = versionOf(filesIn('apps/dashboard'));
await unlessStamped(at('dist', 'dashboard', '.purser-built'), pages, async () => {
  const vite = at('node_modules', 'vite', 'bin', 'vite.js');
  await run('Building the dashboard', process.execPath, [vite, 'build', dashboard]);
});

function requireNode(major, minor) {
  const [ours, oursMinor] = process.versions.node.split('.').map(Number);
  if (ours > major || (ours === major && oursMinor >= minor)) return;
  console.error(`Purser needs Node ${major}.${minor} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Does the work unless the stamp says that it was done for this version. */
async function unlessStamped(stamp, version, work) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === version) return;
  await work();
  mkdirSync(join(stamp, '..'), { recursive: true });
  writeFileSync(stamp, version);
}

/** Somebody's own `npm ci`, after the lock file's last change, will do. */
function isInstalled() {
  const theirs = at('node_modules', '.package-lock.json');
  return (
    existsSync(theirs) &&
    existsSync(at('node_modules', 'typescript')) &&
    statSync(theirs).mtimeMs >= statSync(at('package-lock.json')).mtimeMs
  );
}

function filesIn(...folders) {
  return folders
    .flatMap((folder) => readdirSync(at(folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((file) => join(file.parentPath, file.name));
}

function versionOf(files) {
  return hashOf([lock, ...files.map((file) => `${file}${statSync(file).mtimeMs}`)]);
}

function hashOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** Runs a step, silent unless it fails; a terminal sees the seconds pass. */
async function run(step, command, args) {
  const startedAt = Date.now();
  const show = () => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    process.stderr.write(`\r${step}… ${seconds} s `);
  };
  if (!terminal) process.stderr.write(`${step}…\n`);
  const clock = terminal ? setInterval(show, 250) : undefined;
  const { how, output } = await outcomeOf(command, args);
  clearInterval(clock);
  if (terminal) process.stderr.write('\r\x1b[K');
  if (how === 0) return;
  process.stderr.write(`${output}\n${step} failed (${how}): ${command} ${args.join(' ')}\n`);
  process.exit(1);
}

function outcomeOf(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output += chunk));
    child.once('error', ({ message }) => resolve({ how: message, output }));
    child.once('close', (code, signal) => resolve({ how: code ?? signal, output }));
  });
}
