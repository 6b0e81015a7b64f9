import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { Overview } from './overview.js';
import { overviewView, type OverviewView } from './overview-view.js';

@ApiTags('admin')
@AccessFor('admin')
@Controller('admin/v1/overview')
export class OverviewController {
  constructor(private readonly overview: Overview) {}

  @Get()
  @ApiOperation({
    summary: 'See how all tasks do now',
    description:
      'Rates of the last minute, reward and cost of the latest rounds, what is saved, open alerts.',
  })
  @ApiResponse({ status: 200, description: 'By task.', standardSchema: overviewView })
  show(@CurrentCaller() caller: Caller): Promise<OverviewView> {
    return this.overview.of(caller);
  }
}
