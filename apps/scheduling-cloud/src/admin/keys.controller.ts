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
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessFor } from '../auth/access.js';
import { AllTasksGuard } from '../auth/all-tasks-guard.js';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { versionSeen } from '../http/entity-tag.js';
import { ErrorResponses } from '../http/error-responses.js';
import {
  keyList,
  keyPatch,
  keyRequest,
  keyRotation,
  keyView,
  shownKey,
  type KeyList,
  type KeyPatch,
  type KeyRequest,
  type KeyRotation,
  type KeyView,
  type ShownKey,
} from './key-view.js';
import { Keys } from './keys.js';
import { IF_MATCH, VersionTag } from './version-tag.js';

@ApiTags('admin')
@AccessFor('admin')
@UseGuards(AllTasksGuard)
@UseInterceptors(VersionTag)
@Controller('admin/v1/keys')
export class KeysController {
  constructor(private readonly keys: Keys) {}

  @Get()
  @ApiOperation({ summary: 'List the keys, those revoked too' })
  @ApiResponse({ status: 200, description: 'The keys.', standardSchema: keyList })
  async list(): Promise<KeyList> {
    return { data: await this.keys.list() };
  }

  @Post()
  @ApiOperation({ summary: 'Make a key', description: 'The key itself is shown this once.' })
  @ApiResponse({ status: 201, description: 'Made.', standardSchema: shownKey })
  @ErrorResponses(400, 413, 415)
  create(
    @Body({ schema: keyRequest }) request: KeyRequest,
    @CurrentCaller() { keyId }: Caller,
  ): Promise<ShownKey> {
    return this.keys.create(request, keyId);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Look at a key' })
  @ApiResponse({ status: 200, description: 'The key.', standardSchema: keyView })
  @ErrorResponses(404)
  find(@Param('id') id: string): Promise<KeyView> {
    return this.keys.find(id);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change what a key may do', description: 'What is left out stays.' })
  @ApiHeader(IF_MATCH)
  @ApiResponse({ status: 200, description: 'Changed.', standardSchema: keyView })
  @ErrorResponses(400, 404, 409, 412, 413, 415, 428)
  change(
    @Param('id') id: string,
    @Body({ schema: keyPatch }) patch: KeyPatch,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() { keyId: by }: Caller,
  ): Promise<KeyView> {
    return this.keys.change({ id, version: versionSeen(ifMatch), by }, patch);
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Give a key a new secret',
    description: 'Both secrets are good for the grace period. The new one is shown this once.',
  })
  @ApiHeader(IF_MATCH)
  @ApiResponse({ status: 200, description: 'The new secret.', standardSchema: shownKey })
  @ErrorResponses(400, 404, 409, 412, 413, 415, 428)
  rotate(
    @Param('id') id: string,
    @Body({ schema: keyRotation }) { grace_seconds }: KeyRotation,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() { keyId: by }: Caller,
  ): Promise<ShownKey> {
    const seen = { id, version: versionSeen(ifMatch), by };
    return this.keys.rotate(seen, grace_seconds);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Revoke a key, for ever' })
  @ApiHeader(IF_MATCH)
  @ApiResponse({ status: 200, description: 'Revoked.', standardSchema: keyView })
  @ErrorResponses(400, 404, 409, 412, 428)
  revoke(
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() { keyId: by }: Caller,
  ): Promise<KeyView> {
    return this.keys.revoke({ id, version: versionSeen(ifMatch), by });
  }
}
