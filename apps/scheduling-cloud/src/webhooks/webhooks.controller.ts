import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessFor } from '../auth/access.js';
import { errorBody, notFound } from '../http/api-error.js';
import { ReceiveWebhook } from './receive-webhook.js';
import { webhookView, type WebhookView } from './webhook-view.js';

@ApiTags('feedback')
@AccessFor('public')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(private readonly webhook: ReceiveWebhook) {}

  @Post(':source')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send a rating as your system has it',
    description:
      'Signed by Standard Webhooks with one of the secrets of the source, and read as the source says. A message counts once, however often it is sent.',
  })
  @ApiHeader({ name: 'webhook-id', required: true })
  @ApiHeader({ name: 'webhook-timestamp', required: true })
  @ApiHeader({ name: 'webhook-signature', required: true })
  @ApiBody({ schema: { type: 'object' }, description: "The sender's own JSON." })
  @ApiResponse({ status: 200, description: 'Durable.', standardSchema: webhookView })
  @ApiResponse({ status: 400, description: 'Not valid.', standardSchema: errorBody })
  @ApiResponse({ status: 401, description: 'Not signed.', standardSchema: errorBody })
  @ApiResponse({ status: 404, description: 'No such source or query.', standardSchema: errorBody })
  @ApiResponse({ status: 409, description: 'Nothing to rate.', standardSchema: errorBody })
  @ApiResponse({ status: 413, description: 'Body over 1 MiB.', standardSchema: errorBody })
  @ApiResponse({ status: 422, description: 'No rating in it.', standardSchema: errorBody })
  @ApiResponse({ status: 503, description: 'Try again.', standardSchema: errorBody })
  receive(
    @Param('source') source: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
  ): Promise<WebhookView> {
    if (source.includes('\0')) throw notFound('webhook_source', source, 'source');
    return this.webhook.receive(source, headers, body);
  }
}
