import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** An API that quotes the key that it refuses, with the status that its path begins with. */
export async function tellTale(secret: string): Promise<Server> {
  const server = createServer((request, response) => {
    const status = Number(request.url?.split('/')[1]);
    const message = `no access with ${request.headers.authorization}`;
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message, code: secret } }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
