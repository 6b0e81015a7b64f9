import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AccessFor } from '../auth/access.js';
import { ApiError, errorBody } from '../http/api-error.js';
import { askingPage, CHOICES, isChoice, thankingPage, type Choice } from './link-page.js';
import { RatingLinks } from './rating-links.js';

const PAGE = { 'text/html': { schema: { type: 'string' } } } as const;

@ApiTags('feedback')
@AccessFor('public')
@Controller('r')
export class RatingLinksController {
  constructor(private readonly links: RatingLinks) {}

  @Get(':token')
  @ApiOperation({
    summary: 'Show the choices of a rating link',
    description: 'For browsers. Opening the link rates nothing.',
  })
  @ApiResponse({ status: 200, description: 'A page with a button a choice.', content: PAGE })
  @ApiResponse({ status: 404, description: 'No such link.', standardSchema: errorBody })
  @ApiResponse({ status: 410, description: 'Expired.', standardSchema: errorBody })
  show(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): string {
    this.links.read(token);
    return page(askingPage(), reply);
  }

  @Post(':token')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Rate an answer by a rating link',
    description: 'A choice counts once.',
  })
  @ApiQuery({ name: 'choice', enum: Object.keys(CHOICES), required: false })
  @ApiBody({ schema: { type: 'object', properties: { choice: { enum: Object.keys(CHOICES) } } } })
  @ApiResponse({ status: 200, description: 'A page that says so.', content: PAGE })
  @ApiResponse({ status: 400, description: 'No such choice.', standardSchema: errorBody })
  @ApiResponse({ status: 404, description: 'No such link.', standardSchema: errorBody })
  @ApiResponse({ status: 409, description: 'Nothing to rate.', standardSchema: errorBody })
  @ApiResponse({ status: 410, description: 'Expired.', standardSchema: errorBody })
  @ApiResponse({ status: 413, description: 'Body over 1 MiB.', standardSchema: errorBody })
  @ApiResponse({ status: 503, description: 'Try again.', standardSchema: errorBody })
  async rate(
    @Param('token') token: string,
    @Query('choice') asked: unknown,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const choice = choiceIn(asked, body);
    await this.links.rate(token, choice);
    return page(thankingPage(choice), reply);
  }
}

function page(html: string, reply: FastifyReply): string {
  void reply.header('content-type', 'text/html; charset=utf-8');
  void reply.header('cache-control', 'no-store');
  return html;
}

/** From the address, as the page sends it, or from a body of JSON. @throws {ApiError} 400 */
function choiceIn(asked: unknown, body: unknown): Choice {
  const choice = asked ?? choiceOf(body);
  if (isChoice(choice)) return choice;
  const choices = Object.keys(CHOICES).join(' or ');
  throw new ApiError(400, 'invalid_request', `choice must be ${choices}`, 'choice');
}

function choiceOf(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) return undefined;
  try {
    return (JSON.parse(body.toString('utf8')) as { choice?: unknown } | null)?.choice;
  } catch {
    return undefined;
  }
}
