import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { ErrorResponses } from '../http/error-responses.js';
import { fromField, toField } from '../http/span.js';
import { seriesQuery, type SeriesQuery } from './series-step.js';
import {
  combinationSeriesView,
  modelSeriesView,
  seriesView,
  type CombinationSeriesView,
  type ModelSeriesView,
  type SeriesView,
} from './series-view.js';
import { TaskSeries } from './task-series.js';

const FROM = fromField('Rounds taken in since then; an hour before `to` without it.');
const TO = toField('And before that; now without it.');
const STEP = {
  name: 'step',
  required: false,
  description:
    'How wide buckets are: seconds are kept for two hours, minutes for two weeks, hours for two years. auto: at most about 300 points, of a width that is kept for so long.',
  schema: { type: 'string', enum: ['second', 'minute', 'hour', 'auto'], default: 'auto' },
};

@ApiTags('admin')
@AccessFor('admin')
@ErrorResponses(400, 404)
@Controller('admin/v1/tasks/:name/series')
export class SeriesController {
  constructor(private readonly series: TaskSeries) {}

  @Get()
  @ApiOperation({
    summary: 'See a task over time: its queries, rewards and cost',
    description:
      'A round counts in the bucket in which it was taken in, with what is known of it by now: a late rating changes the past. What a bucket says is half a second old at most.',
  })
  @ApiQuery(FROM)
  @ApiQuery(TO)
  @ApiQuery(STEP)
  @ApiResponse({ status: 200, description: 'Oldest first.', standardSchema: seriesView })
  task(
    @Param('name') name: string,
    @Query({ schema: seriesQuery }) query: SeriesQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<SeriesView> {
    return this.series.task({ name, caller }, query);
  }

  @Get('models')
  @ApiOperation({ summary: 'See the models of a task over time: choices, calls, rewards, cost' })
  @ApiQuery(FROM)
  @ApiQuery(TO)
  @ApiQuery(STEP)
  @ApiResponse({ status: 200, description: 'Oldest first.', standardSchema: modelSeriesView })
  models(
    @Param('name') name: string,
    @Query({ schema: seriesQuery }) query: SeriesQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<ModelSeriesView> {
    return this.series.models({ name, caller }, query);
  }

  @Get('combinations')
  @ApiOperation({ summary: 'See how often combinations were chosen over time' })
  @ApiQuery(FROM)
  @ApiQuery(TO)
  @ApiQuery(STEP)
  @ApiResponse({ status: 200, description: 'Oldest first.', standardSchema: combinationSeriesView })
  combinations(
    @Param('name') name: string,
    @Query({ schema: seriesQuery }) query: SeriesQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<CombinationSeriesView> {
    return this.series.combinations({ name, caller }, query);
  }
}
