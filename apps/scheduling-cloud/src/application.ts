import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { v7 as timeOrderedId } from 'uuid';
import { AppModule, type Ground } from './app.module.js';
import { ApiError } from './http/api-error.js';
import { refuseDeepBodies } from './http/body-depth.js';
import { BODY_LIMIT_BYTES, refuseLargeBodies } from './http/body-limit.js';
import { serveDashboard } from './http/dashboard.js';
import { describeAnswers } from './http/described-answers.js';
import { ErrorFilter } from './http/error-filter.js';
import { closeAfterLastAnswers } from './http/last-answers.js';
import { sendSecureHeaders } from './http/secure-headers.js';
import { streamNdjson } from './http/ndjson.js';
import { traceRequests } from './http/request-spans.js';
import { keepRaw } from './http/raw-body.js';
import { MetricsRegistry } from './metrics/metrics-registry.js';
import { measureRequests } from './metrics/request-durations.js';
import { refuseNulInPath } from './http/nul-in-path.js';
import { validation } from './http/validation.js';

/** The service, ready to listen. */
export async function application(ground: Ground): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    requestIdHeader: 'x-request-id',
    genReqId: () => timeOrderedId(),
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      const refusal = refusalOf(error);
      void reply.status(refusal.status).send(refusal.body);
    },
  });
  const server = adapter.getInstance();
  server.removeContentTypeParser('text/plain');
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  traceRequests(server);
  keepRaw(server, ['/v1/webhooks/', '/r/']);
  streamNdjson(server);
  refuseNulInPath(server);
  refuseLargeBodies(server);
  refuseDeepBodies(server);
  closeAfterLastAnswers(server);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.on(ground), adapter, {
    // Fastify's own parser of JSON, and no other: a form is no query.
    bodyParser: false,
  });
  measureRequests(server, app.get(MetricsRegistry));
  await sendSecureHeaders(app);
  await serveDashboard(app);
  app.useGlobalFilters(new ErrorFilter());
  app.useGlobalPipes(validation);
  SwaggerModule.setup('docs', app, () => openApi(app), { jsonDocumentUrl: 'openapi.json' });
  return app;
}

/** What is wrong with a URL that Fastify hands to no route. */
function refusalOf(error: FastifyError): ApiError {
  if (error.code === 'FST_ERR_MAX_PARAM_LENGTH') {
    return new ApiError(404, 'unknown_url', 'nothing has a name or id that long: see /docs');
  }
  return new ApiError(error.statusCode ?? 400, 'invalid_request', error.message);
}

/** The description of the API. */
function openApi(app: NestFastifyApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('Purser')
    .setDescription(
      'Decides, for every query, which combination of LLMs to ask under a budget, and learns from the ratings that come back.',
    )
    .setVersion('0.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A key: purser_…' })
    .addSecurityRequirements('bearer')
    .build();
  return describeAnswers(SwaggerModule.createDocument(app, description));
}
