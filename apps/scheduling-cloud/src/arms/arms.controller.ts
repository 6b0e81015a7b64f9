import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { ErrorResponses } from '../http/error-responses.js';
import { armsView, type ArmsView } from './arms-view.js';
import { CostRewardMaps } from './cost-reward-maps.js';
import { mapQuery, mapView, type MapQuery, type MapView } from './map-view.js';
import { TaskArms } from './task-arms.js';

@ApiTags('admin')
@AccessFor('admin')
@ErrorResponses(400, 404)
@Controller('admin/v1/tasks/:name')
export class ArmsController {
  constructor(
    private readonly arms: TaskArms,
    private readonly maps: CostRewardMaps,
  ) {}

  @Get('arms')
  @ApiOperation({
    summary: 'See the models of a task: reward, cost, latency, price and state of each',
    description: 'With intervals of 95%; those that the task has no more come last.',
  })
  @ApiResponse({ status: 200, description: 'The models.', standardSchema: armsView })
  show(@Param('name') name: string, @CurrentCaller() caller: Caller): Promise<ArmsView> {
    return this.arms.of(name, caller);
  }

  @Get('map')
  @ApiOperation({
    summary: 'See every combination of a task by what it is believed to earn and to cost',
    description:
      'With the envelope that no mixture beats, and what the next round would draw from. At most four seconds old.',
  })
  @ApiQuery({
    name: 'budget_usd_per_query',
    required: false,
    description: "Dollars a query; the task's own without it.",
    schema: { type: 'number' },
  })
  @ApiResponse({ status: 200, description: 'The map.', standardSchema: mapView })
  map(
    @Param('name') name: string,
    @Query({ schema: mapQuery }) query: MapQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<MapView> {
    return this.maps.of(name, caller, query);
  }
}
