import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/**
 * Headers that make browsers careful with what the service serves: its pages run no script of
 * others, are framed by nobody, and are taken for nothing but what they say they are. There is no
 * CORS, so that no other site's page reads an answer.
 */
export async function sendSecureHeaders(app: NestFastifyApplication): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        // Swagger's page has styles in its text, and its icons in the styles.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        frameAncestors: ["'none'"],
        // Whether it is served by HTTPS is for the proxy before it to know.
        upgradeInsecureRequests: null,
      },
    },
  });
}
