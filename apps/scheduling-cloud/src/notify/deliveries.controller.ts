import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DeliveryStore } from '#storage';
import { AccessFor } from '../auth/access.js';
import { AllTasksGuard } from '../auth/all-tasks-guard.js';
import { ErrorResponses } from '../http/error-responses.js';
import {
  deliveryList,
  deliveryQuery,
  viewOfDelivery,
  type DeliveryList,
  type DeliveryQuery,
} from './delivery-view.js';

@ApiTags('admin')
@AccessFor('admin')
@UseGuards(AllTasksGuard)
@Controller('admin/v1/webhook-deliveries')
export class DeliveriesController {
  constructor(private readonly store: DeliveryStore) {}

  @Get()
  @ApiOperation({ summary: 'See what was sent to other systems and what they said, newest first' })
  @ApiQuery({ name: 'endpoint', required: false, schema: { type: 'string' } })
  @ApiQuery({ name: 'status', required: false, enum: ['pending', 'delivered', 'failed'] })
  @ApiQuery({
    name: 'before',
    required: false,
    description: 'Only messages older than this.',
    schema: { type: 'string', format: 'date-time' },
  })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', default: 100 } })
  @ApiResponse({ status: 200, description: 'The messages.', standardSchema: deliveryList })
  @ErrorResponses(400)
  async list(@Query({ schema: deliveryQuery }) query: DeliveryQuery): Promise<DeliveryList> {
    const { before, ...filter } = query;
    const found = await this.store.list({
      ...filter,
      before: before === undefined ? before : new Date(before),
    });
    return { data: found.map(viewOfDelivery) };
  }
}
