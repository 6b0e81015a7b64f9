// Makes a bare clone runnable: installs what package-lock.json asks for and builds what has changed.
// Runs before anything is installed, so it may import nothing but Node.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  readdirSync,
  readFileSync,
  mkdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const stamp = join(root, 'node_modules', '.purser-installed');
const built = join(root, 'dist', '.purser-built');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Purser needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

function run(step, command, args) {
  process.stderr.write(`${step}…\n`);
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}\n${step} failed: ${command} ${args.join(' ')}\n`);
  process.exit(1);
}

const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  run('Installing packages', 'npm', ['ci', '--no-audit', '--no-fund', '--include=dev']);
  writeFileSync(stamp, lock);
}

const sources = createHash('sha256').update(lock);
for (const folder of ['apps', 'libs', 'migrations']) {
  for (const file of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    sources.update(`${path}${statSync(path).mtimeMs}`);
  }
}
const version = sources.digest('hex');
if (!existsSync(built) || readFileSync(built, 'utf8') !== version) {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  run('Building', process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    '-p',
    'tsconfig.build.json',
  ]);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(built, version);
}
