import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  Param,
  Patch,
  Post,
  UseInterceptors,
} from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { ErrorResponses } from '../http/error-responses.js';
import {
  capList,
  capPatch,
  capView,
  newCap,
  type CapList,
  type CapPatch,
  type CapView,
  type NewCap,
} from './cap-view.js';
import { Caps } from './caps.js';
import { IF_MATCH, VersionTag } from './version-tag.js';

@ApiTags('admin')
@AccessFor('admin')
@ErrorResponses(401, 403, 429)
@UseInterceptors(VersionTag)
@Controller('admin/v1/caps')
export class CapsController {
  constructor(private readonly caps: Caps) {}

  @Get()
  @ApiOperation({ summary: 'List the caps, with what their windows hold now' })
  @ApiResponse({ status: 200, description: 'The caps.', standardSchema: capList })
  async list(@CurrentCaller() caller: Caller): Promise<CapList> {
    return { data: await this.caps.list(caller) };
  }

  @Post()
  @ApiOperation({
    summary: 'Make a cap',
    description: 'It counts from now on, at every replica within a second.',
  })
  @ApiResponse({ status: 201, description: 'Made.', standardSchema: capView })
  @ErrorResponses(400, 409, 413, 415)
  create(
    @Body({ schema: newCap }) request: NewCap,
    @CurrentCaller() caller: Caller,
  ): Promise<CapView> {
    return this.caps.create(request, caller);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Look at a cap' })
  @ApiResponse({ status: 200, description: 'The cap.', standardSchema: capView })
  @ErrorResponses(404)
  find(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<CapView> {
    return this.caps.find(id, caller);
  }

  @Patch(':id')
  @ApiOperation({
    summary: 'Change the limit of a cap',
    description: 'From then on purser.yaml has no say in it.',
  })
  @ApiHeader(IF_MATCH)
  @ApiResponse({ status: 200, description: 'Changed.', standardSchema: capView })
  @ErrorResponses(400, 404, 412, 413, 415, 428)
  change(
    @Param('id') id: string,
    @Body({ schema: capPatch }) patch: CapPatch,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<CapView> {
    return this.caps.change({ id, caller, ifMatch }, patch);
  }

  @Delete(':id')
  @ApiOperation({
    summary: 'Remove a cap',
    description: 'What it has counted is kept, and counts if it is made again.',
  })
  @ApiHeader(IF_MATCH)
  @ApiResponse({ status: 200, description: 'Removed.', standardSchema: capView })
  @ErrorResponses(400, 404, 412, 428)
  remove(
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<CapView> {
    return this.caps.remove({ id, caller, ifMatch });
  }
}
