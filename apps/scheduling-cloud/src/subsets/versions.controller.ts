import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { ErrorResponses } from '../http/error-responses.js';
import { versionList, versionView, type VersionList, type VersionView } from './version-view.js';
import { Versions } from './versions.js';

const versionNumber = z.coerce.number<string>().int().positive().max(2_147_483_647);

@ApiTags('admin')
@AccessFor('admin')
@Controller('admin/v1/tasks')
export class VersionsController {
  constructor(private readonly versions: Versions) {}

  @Post(':name/train')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Learn which subsets of models suit which queries, now',
    description:
      'For tasks with policy: select, which also do so on a schedule. Answers when it is done. The new version chooses from then on, unless the log says that it is worse than the one before.',
  })
  @ApiResponse({ status: 200, description: 'What was learnt.', standardSchema: versionView })
  @ErrorResponses(404, 409)
  train(@Param('name') name: string, @CurrentCaller() caller: Caller): Promise<VersionView> {
    return this.versions.train(name, caller);
  }

  @Get(':name/versions')
  @ApiOperation({
    summary: 'See what was learnt of the subsets of a task, and which version chooses',
  })
  @ApiResponse({ status: 200, description: 'The versions.', standardSchema: versionList })
  @ErrorResponses(404, 409)
  list(@Param('name') name: string, @CurrentCaller() caller: Caller): Promise<VersionList> {
    return this.versions.list(name, caller);
  }

  @Post(':name/versions/:version/revert')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Let a version choose again',
    description: 'Until the next training comes to one that is not worse.',
  })
  @ApiParam({ name: 'version', schema: { type: 'integer', minimum: 1 } })
  @ApiResponse({ status: 200, description: 'It chooses.', standardSchema: versionView })
  @ErrorResponses(400, 404, 409)
  revert(
    @Param('name') name: string,
    @Param('version', { schema: versionNumber }) version: number,
    @CurrentCaller() caller: Caller,
  ): Promise<VersionView> {
    return this.versions.choose(name, version, caller);
  }
}
