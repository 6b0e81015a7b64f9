import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { bearsToken } from '#operations';
import type { Queues } from '#queue';
import type { Settings } from './settings.js';

/**
 * Answers `GET /health`, where the settings ask for it: 200 while the queue answers, 503 while not;
 * and `GET /metrics`, with the token if there is one.
 */
export class HealthEndpoint implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | undefined;

  constructor(
    private readonly queues: Pick<Queues, 'ping'>,
    private readonly metrics: Pick<Registry, 'metrics' | 'contentType'>,
    private readonly address: Settings['health'],
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { address } = this;
    if (!address) return;
    const server = createServer((request, response) => {
      this.answer(request, response, address.metricsToken).catch(() => {
        response.writeHead(503).end();
      });
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(address.port, address.host, resolve);
    });
  }

  onApplicationShutdown(): void {
    this.server?.close();
  }

  private async answer(
    { url, headers: { authorization } }: IncomingMessage,
    response: ServerResponse,
    token: string | undefined,
  ): Promise<void> {
    if (url === '/health') {
      await this.queues.ping();
      response.writeHead(200).end();
    } else if (url !== '/metrics') {
      response.writeHead(404).end();
    } else if (token !== undefined && !bearsToken(authorization, token)) {
      response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    } else {
      const text = await this.metrics.metrics();
      response.writeHead(200, { 'content-type': this.metrics.contentType }).end(text);
    }
  }
}
