import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { ErrorResponses } from '../http/error-responses.js';
import { PolicyPreview } from './policy-preview.js';
import { previewLength, previewView, type PreviewView } from './preview-view.js';
import {
  entryList,
  entryPatch,
  entryView,
  newTask,
  type EntryList,
  type EntryPatch,
  type EntryView,
  type NewEntry,
} from './registry-view.js';
import { RegistryRoutes } from './registry-routes.js';
import { IF_MATCH, VersionTag } from './version-tag.js';

@ApiTags('admin')
@AccessFor('admin')
@UseInterceptors(VersionTag)
@Controller('admin/v1/tasks')
export class AdminTasksController {
  constructor(
    private readonly routes: RegistryRoutes,
    private readonly preview: PolicyPreview,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List the tasks as they are configured' })
  @ApiResponse({ status: 200, description: 'The tasks.', standardSchema: entryList })
  async list(@CurrentCaller() caller: Caller): Promise<EntryList> {
    return { data: await this.routes.list('task', caller) };
  }

  @Post()
  @ApiOperation({ summary: 'Make a task' })
  @ApiResponse({ status: 201, description: 'Made.', standardSchema: entryView })
  @ErrorResponses(400, 409, 413, 415)
  create(
    @Body({ schema: newTask }) request: NewEntry,
    @CurrentCaller() caller: Caller,
  ): Promise<EntryView> {
    return this.routes.create('task', request, caller);
  }

  @Get(':name')
  @ApiOperation({ summary: 'Look at a task as it is configured' })
  @ApiResponse({ status: 200, description: 'The task.', standardSchema: entryView })
  @ErrorResponses(404)
  find(@Param('name') name: string, @CurrentCaller() caller: Caller): Promise<EntryView> {
    return this.routes.find({ kind: 'task', name, caller });
  }

  @Patch(':name')
  @ApiOperation({
    summary: 'Change a task',
    description: 'See POST /admin/v1/tasks/{name}/preview for what it would do.',
  })
  @ApiHeader(IF_MATCH)
  @ApiResponse({ status: 200, description: 'Changed.', standardSchema: entryView })
  @ErrorResponses(400, 404, 412, 413, 415, 428)
  change(
    @Param('name') name: string,
    @Body({ schema: entryPatch }) patch: EntryPatch,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<EntryView> {
    return this.routes.patch({ kind: 'task', name, caller }, ifMatch, patch);
  }

  @Post(':name/preview')
  @HttpCode(200)
  @ApiOperation({
    summary: 'See what a change of a task would do, without doing it',
    description:
      'Decides the latest rounds whose text is stored again, with what is known now: as the task is, and as it would be.',
  })
  @ApiQuery({ name: 'last', required: false, schema: { type: 'integer', default: 200 } })
  @ApiResponse({ status: 200, description: 'What it would choose.', standardSchema: previewView })
  @ErrorResponses(400, 404, 413, 415)
  previewChange(
    @Param('name') name: string,
    @Body({ schema: entryPatch }) patch: EntryPatch,
    @Query('last', { schema: previewLength }) last: number,
    @CurrentCaller() caller: Caller,
  ): Promise<PreviewView> {
    return this.preview.of({ kind: 'task', name, caller }, patch, last);
  }

  @Post(':name/pause')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Let a task take no new queries',
    description: 'Queries under way are answered, ratings count.',
  })
  @ApiResponse({ status: 200, description: 'Paused.', standardSchema: entryView })
  @ErrorResponses(404)
  pause(@Param('name') name: string, @CurrentCaller() caller: Caller): Promise<EntryView> {
    return this.routes.pause({ kind: 'task', name, caller }, true);
  }

  @Post(':name/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let a paused task take queries again' })
  @ApiResponse({ status: 200, description: 'Resumed.', standardSchema: entryView })
  @ErrorResponses(404)
  resume(@Param('name') name: string, @CurrentCaller() caller: Caller): Promise<EntryView> {
    return this.routes.pause({ kind: 'task', name, caller }, false);
  }

  @Post(':name/reset')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Forget all that was learnt of a task',
    description:
      'Its models are as if never asked, and imports as if never made. What comes late of queries from before no longer counts. Rounds and money stay: the pacer goes on repaying what was overspent.',
  })
  @ApiHeader(IF_MATCH)
  @ApiResponse({ status: 200, description: 'Forgotten.', standardSchema: entryView })
  @ErrorResponses(400, 404, 412, 428)
  reset(
    @Param('name') name: string,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<EntryView> {
    return this.routes.reset({ kind: 'task', name, caller }, ifMatch);
  }

  @Delete(':name')
  @ApiOperation({
    summary: 'Delete a task',
    description: 'Queries under way are carried through; what was learnt is kept.',
  })
  @ApiHeader(IF_MATCH)
  @ApiResponse({ status: 200, description: 'Deleted.', standardSchema: entryView })
  @ErrorResponses(400, 404, 412, 428)
  remove(
    @Param('name') name: string,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<EntryView> {
    return this.routes.remove({ kind: 'task', name, caller }, ifMatch);
  }

  @Post(':name/revert')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a task back to what purser.yaml says' })
  @ApiHeader(IF_MATCH)
  @ApiResponse({ status: 200, description: 'Reverted.', standardSchema: entryView })
  @ErrorResponses(400, 404, 409, 412, 428)
  revert(
    @Param('name') name: string,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<EntryView> {
    return this.routes.revert({ kind: 'task', name, caller }, ifMatch);
  }
}
