import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AccessFor } from '../auth/access.js';
import { errorBody } from '../http/api-error.js';
import { Readiness } from './readiness.js';

const health = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });
type Health = z.infer<typeof health>;

@ApiTags('health')
@AccessFor('public')
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('health')
  @ApiOperation({ summary: 'Is the process alive?' })
  @ApiResponse({ status: 200, description: 'Yes.', standardSchema: health })
  health(): Health {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Can it take queries: are the database and the queue there?' })
  @ApiResponse({ status: 200, description: 'Yes.', standardSchema: health })
  @ApiResponse({ status: 503, description: 'Not now.', standardSchema: errorBody })
  async ready(): Promise<Health> {
    await this.readiness.check();
    return { status: 'ok' };
  }
}
