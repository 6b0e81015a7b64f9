import { isDeepStrictEqual } from 'node:util';
import type { WrittenConfig, WrittenEntry } from '#config';
import type { RegistryDraft, RegistryEntry, RegistryKind } from '#storage';
import { splitPrice, writtenEntry } from './written-registry.js';

const KINDS: readonly RegistryKind[] = ['model', 'task'];

/**
 * Brings the registry up to what the file says, where nobody has decided otherwise: an entry that is
 * new in the file, has changed in it, or is gone from it, is made, changed or deleted; one that was
 * changed by the API since stays as it is.
 * @returns what of the file does not count, in lines for the operator
 */
export async function seedFromFile(draft: RegistryDraft, file: WrittenConfig): Promise<string[]> {
  const ignored: string[] = [];
  for (const kind of KINDS) {
    const written = new Map(Object.entries(kind === 'model' ? file.models : file.tasks));
    for (const [name, entry] of written) {
      const before = draft.find(kind, name);
      if (before?.source !== 'api') await apply(draft, kind, name, entry);
      else if (await differs(draft, before, entry)) ignored.push(ignoredLine(before));
    }
    for (const entry of draft.rows.entries) {
      if (entry.kind === kind && !written.has(entry.name)) await withdraw(draft, entry);
    }
  }
  return ignored;
}

async function apply(
  draft: RegistryDraft,
  kind: RegistryKind,
  name: string,
  entry: WrittenEntry,
): Promise<void> {
  const before = draft.find(kind, name);
  if (before?.deletedAt === null && isDeepStrictEqual(before.fileConfig, entry)) return;
  await applyFile(draft, kind, name, entry, 'apply-file');
}

/** Makes the entry what the file says of it. */
export async function applyFile(
  draft: RegistryDraft,
  kind: RegistryKind,
  name: string,
  entry: WrittenEntry,
  action: string,
): Promise<RegistryEntry> {
  const { config, price } = kind === 'model' ? splitPrice(entry) : { config: entry };
  const paused = draft.find(kind, name)?.paused ?? false;
  const state = { config, source: 'file', fileConfig: entry, paused, deletedAt: null } as const;
  const applied = await draft.put(kind, name, state, action);
  if (price !== undefined) await draft.changePrice(name, price);
  return applied;
}

/** Notes what the file says now. @returns whether that is something else than what counts */
async function differs(
  draft: RegistryDraft,
  before: RegistryEntry,
  entry: WrittenEntry,
): Promise<boolean> {
  if (!isDeepStrictEqual(before.fileConfig, entry)) await draft.noteFile(before, entry);
  return before.deletedAt !== null || !isDeepStrictEqual(writtenEntry(before, draft.rows), entry);
}

async function withdraw(draft: RegistryDraft, entry: RegistryEntry): Promise<void> {
  if (entry.source === 'api') {
    if (entry.fileConfig !== null) await draft.noteFile(entry, null);
    return;
  }
  if (entry.deletedAt !== null) return;
  const { kind, name, config, paused } = entry;
  const state = {
    config,
    source: 'file',
    fileConfig: null,
    paused,
    deletedAt: new Date(),
  } as const;
  await draft.put(kind, name, state, 'withdraw-by-file');
}

function ignoredLine({ kind, name, deletedAt }: RegistryEntry): string {
  const done = deletedAt === null ? 'changed' : 'deleted';
  return `${kind} ${name} was ${done} by the API, so what purser.yaml says of it does not count; "purser ${kind}s revert ${name}" makes it count`;
}
