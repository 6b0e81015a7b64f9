import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Put,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { WebhookSourceStore } from '#storage';
import { IF_MATCH, VersionTag } from '../admin/version-tag.js';
import { AccessFor } from '../auth/access.js';
import { AllTasksGuard } from '../auth/all-tasks-guard.js';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { errorBody } from '../http/api-error.js';
import { versionSeen } from '../http/entity-tag.js';
import { ErrorResponses } from '../http/error-responses.js';
import { SourceChanges } from './source-changes.js';
import {
  rotationRequest,
  sourceList,
  sourceRequest,
  sourceView,
  testRequest,
  testView,
  viewOfSource,
  type RotationRequest,
  type SourceList,
  type SourceRequest,
  type SourceView,
  type TestRequest,
  type TestView,
} from './source-view.js';

@ApiTags('admin')
@AccessFor('admin')
@UseGuards(AllTasksGuard)
@UseInterceptors(VersionTag)
@Controller('admin/v1/webhook-sources')
export class WebhookSourcesController {
  constructor(
    private readonly store: WebhookSourceStore,
    private readonly changes: SourceChanges,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List who may send ratings by webhook' })
  @ApiResponse({ status: 200, description: 'The sources.', standardSchema: sourceList })
  async list(): Promise<SourceList> {
    return { data: (await this.store.list()).map((source) => viewOfSource(source)) };
  }

  @Get(':name')
  @ApiOperation({ summary: 'Look at a webhook source' })
  @ApiResponse({ status: 200, description: 'The source.', standardSchema: sourceView })
  @ErrorResponses(404)
  find(@Param('name') name: string): Promise<SourceView> {
    return this.changes.find(name).then((source) => viewOfSource(source));
  }

  @Put(':name')
  @ApiOperation({
    summary: 'Make a webhook source, or change one',
    description: 'Without If-Match it must be new. A secret that is made is shown this once.',
  })
  @ApiHeader({ ...IF_MATCH, required: false })
  @ApiResponse({ status: 200, description: 'As it is now.', standardSchema: sourceView })
  @ErrorResponses(400, 404, 409, 412, 413, 415)
  put(
    @Param('name') name: string,
    @Body({ schema: sourceRequest }) request: SourceRequest,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() { keyId }: Caller,
  ): Promise<SourceView> {
    const seen = ifMatch === undefined ? null : versionSeen(ifMatch);
    return this.changes.put(name, seen, request, keyId);
  }

  @Post(':name/rotate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give a webhook source a new secret, shown this once' })
  @ApiHeader(IF_MATCH)
  @ApiResponse({ status: 200, description: 'The new secret.', standardSchema: sourceView })
  @ErrorResponses(400, 404, 409, 412, 413, 415, 428)
  rotate(
    @Param('name') name: string,
    @Body({ schema: rotationRequest }) { keep }: RotationRequest,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() { keyId: by }: Caller,
  ): Promise<SourceView> {
    return this.changes.rotate({ name, version: versionSeen(ifMatch), by }, keep);
  }

  @Post(':name/test')
  @HttpCode(200)
  @ApiOperation({ summary: "See what rating a sender's JSON would be; nothing is rated" })
  @ApiResponse({ status: 200, description: 'The rating.', standardSchema: testView })
  @ApiResponse({ status: 422, description: 'No rating in it.', standardSchema: errorBody })
  @ErrorResponses(400, 404, 413, 415)
  test(
    @Param('name') name: string,
    @Body({ schema: testRequest }) { payload }: TestRequest,
  ): Promise<TestView> {
    return this.changes.test(name, payload);
  }

  @Delete(':name')
  @ApiOperation({ summary: 'Let a webhook source send no more' })
  @ApiHeader(IF_MATCH)
  @ApiResponse({ status: 200, description: 'Removed.', standardSchema: sourceView })
  @ErrorResponses(400, 404, 412, 428)
  remove(
    @Param('name') name: string,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() { keyId: by }: Caller,
  ): Promise<SourceView> {
    return this.changes.remove({ name, version: versionSeen(ifMatch), by });
  }
}
