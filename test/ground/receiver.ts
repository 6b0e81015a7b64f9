import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came. */
export interface Received {
  headers: IncomingHttpHeaders;
  text: string;
}

/** A system that takes webhooks. */
export interface Receiver {
  url: string;
  /** All that came, those that were refused too. */
  received: Received[];
  /** What is answered from now on; null: nothing at all. */
  answers: number | null;
  close(): void;
}

export async function openReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      receiver.received.push({ headers: request.headers, text: Buffer.concat(chunks).toString() });
      if (receiver.answers !== null) response.writeHead(receiver.answers).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/purser`,
    received: [],
    answers: 204,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return receiver;
}
