import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessFor } from '../auth/access.js';
import { MetricsRegistry } from './metrics-registry.js';

@ApiTags('health')
@AccessFor('metrics')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: MetricsRegistry) {}

  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({
    summary: 'Metrics for Prometheus',
    description: 'Needs METRICS_TOKEN as bearer where it is set, or a key with the role admin.',
  })
  @ApiResponse({
    status: 200,
    description: 'Metrics.',
    content: { 'text/plain': { schema: { type: 'string' } } },
  })
  metricsText(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
