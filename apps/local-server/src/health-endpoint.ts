import { createServer, type Server } from 'node:http';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { Queues } from '#queue';
import type { Settings } from './settings.js';

/** Answers `GET /health`, where the settings ask for it: 200 while the queue answers, 503 while not. */
export class HealthEndpoint implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | undefined;

  constructor(
    private readonly queues: Pick<Queues, 'ping'>,
    private readonly address: Settings['health'],
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { address } = this;
    if (!address) return;
    const server = createServer((request, response) => {
      const answer = (status: number): void => void response.writeHead(status).end();
      if (request.url !== '/health') answer(404);
      else
        this.queues.ping().then(
          () => answer(200),
          () => answer(503),
        );
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(address.port, address.host, resolve);
    });
  }

  onApplicationShutdown(): void {
    this.server?.close();
  }
}
