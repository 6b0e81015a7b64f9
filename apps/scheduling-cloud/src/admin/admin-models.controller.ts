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
  Put,
  UseInterceptors,
} from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { BreakerBoard } from '../breakers/breaker-board.js';
import { ErrorResponses } from '../http/error-responses.js';
import { modelList, modelView, viewOfModel, type ModelList, type ModelView } from './model-view.js';
import {
  entryPatch,
  entryView,
  newModel,
  newPrice,
  priceList,
  type EntryPatch,
  type EntryView,
  type NewEntry,
  type NewPrice,
  type PriceList,
} from './registry-view.js';
import { RegistryRoutes } from './registry-routes.js';
import { IF_MATCH, VersionTag } from './version-tag.js';

@ApiTags('admin')
@AccessFor('admin')
@UseInterceptors(VersionTag)
@Controller('admin/v1/models')
export class AdminModelsController {
  constructor(
    private readonly routes: RegistryRoutes,
    private readonly breakers: BreakerBoard,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List the models as they are configured, with their breakers' })
  @ApiResponse({ status: 200, description: 'The models.', standardSchema: modelList })
  async list(@CurrentCaller() caller: Caller): Promise<ModelList> {
    return { data: (await this.routes.list('model', caller)).map((entry) => this.shown(entry)) };
  }

  @Post()
  @ApiOperation({ summary: 'Make a model' })
  @ApiResponse({ status: 201, description: 'Made.', standardSchema: entryView })
  @ErrorResponses(400, 409, 413, 415)
  create(
    @Body({ schema: newModel }) request: NewEntry,
    @CurrentCaller() caller: Caller,
  ): Promise<EntryView> {
    return this.routes.create('model', request, caller);
  }

  @Get(':name')
  @ApiOperation({ summary: 'Look at a model as it is configured, and its breaker' })
  @ApiResponse({ status: 200, description: 'The model.', standardSchema: modelView })
  @ErrorResponses(404)
  async find(@Param('name') name: string, @CurrentCaller() caller: Caller): Promise<ModelView> {
    return this.shown(await this.routes.find({ kind: 'model', name, caller }));
  }

  @Patch(':name')
  @ApiOperation({
    summary: 'Change a model',
    description: 'A price that is changed here counts from now on.',
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
    return this.routes.patch({ kind: 'model', name, caller }, ifMatch, patch);
  }

  @Get(':name/prices')
  @ApiOperation({ summary: "List a model's prices, newest first, those to come too" })
  @ApiResponse({ status: 200, description: 'The prices.', standardSchema: priceList })
  @ErrorResponses(404)
  prices(@Param('name') name: string, @CurrentCaller() caller: Caller): Promise<PriceList> {
    return this.routes.prices({ kind: 'model', name, caller });
  }

  @Put(':name/price')
  @ApiOperation({ summary: "Set a model's price, from now or from a time to come on" })
  @ApiHeader(IF_MATCH)
  @ApiResponse({ status: 200, description: 'Set.', standardSchema: entryView })
  @ErrorResponses(400, 404, 412, 413, 415, 428)
  setPrice(
    @Param('name') name: string,
    @Body({ schema: newPrice }) request: NewPrice,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<EntryView> {
    return this.routes.setPrice({ kind: 'model', name, caller }, ifMatch, request);
  }

  @Delete(':name')
  @ApiOperation({
    summary: 'Delete a model',
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
    return this.routes.remove({ kind: 'model', name, caller }, ifMatch);
  }

  @Post(':name/revert')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a model back to what purser.yaml says' })
  @ApiHeader(IF_MATCH)
  @ApiResponse({ status: 200, description: 'Reverted.', standardSchema: entryView })
  @ErrorResponses(400, 404, 409, 412, 428)
  revert(
    @Param('name') name: string,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<EntryView> {
    return this.routes.revert({ kind: 'model', name, caller }, ifMatch);
  }

  private shown(entry: EntryView): ModelView {
    return viewOfModel(entry, this.breakers.openOf(entry.name), new Date());
  }
}
