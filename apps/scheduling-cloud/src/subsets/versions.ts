import { Injectable } from '@nestjs/common';
import { SubsetVersionStore, type SubsetVersion } from '#storage';
import { notFound } from '../http/api-error.js';
import { requireTask, type Caller } from '../auth/caller.js';
import { TaughtSubsets } from './taught-subsets.js';
import { Trainer } from './trainer.js';
import {
  viewOfVersion,
  viewOfVersions,
  type VersionList,
  type VersionView,
} from './version-view.js';

/** What admins do with the versions of a task that chooses subsets by query. */
@Injectable()
export class Versions {
  constructor(
    private readonly store: SubsetVersionStore,
    private readonly trainer: Trainer,
    private readonly taught: TaughtSubsets,
  ) {}

  /** @throws {ApiError} 404, 409 */
  async list(name: string, caller: Caller): Promise<VersionList> {
    requireTask(caller, name);
    this.trainer.requireSelect(name);
    return viewOfVersions(await this.store.list(name), await this.store.state(name));
  }

  /** Learns one now. @throws {ApiError} 404, 409 where there is too little to learn from */
  async train(name: string, caller: Caller): Promise<VersionView> {
    requireTask(caller, name);
    const version = await this.trainer.train(name, caller.keyId);
    return viewOfVersion(await this.find(name, version));
  }

  /** Lets a version choose from now on. @throws {ApiError} 404, 409 */
  async choose(name: string, version: number, caller: Caller): Promise<VersionView> {
    requireTask(caller, name);
    this.trainer.requireSelect(name);
    const chosen = await this.store.choose(name, version, caller.keyId);
    if (!chosen) throw notFound('version', String(version), 'version');
    await this.taught.hear(name);
    return viewOfVersion(await this.find(name, version));
  }

  private async find(name: string, version: number): Promise<SubsetVersion> {
    const versions = await this.store.list(name);
    const found = versions.find((one) => one.version === version);
    if (found === undefined) throw notFound('version', String(version), 'version');
    return found;
  }
}
