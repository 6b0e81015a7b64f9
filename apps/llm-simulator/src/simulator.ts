import { Logger, StandardSchemaValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { World } from '#replay';
import { ErrorFilter } from './error-filter.js';
import type { FaultSettings } from './fault-settings.js';
import { Faults } from './faults.js';
import type { Pace } from './pace.js';
import { Player } from './player.js';
import { SimulatorModule } from './simulator.module.js';

/** Longer prompts are refused with 413. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** An OpenAI-compatible server that plays the models of a world; the caller makes it listen. */
export async function createSimulator(
  world: World,
  pace: Pace,
  faultSettings: FaultSettings,
  random: () => number,
): Promise<NestFastifyApplication> {
  Logger.overrideLogger(['error', 'warn']);
  const faults = new Faults(faultSettings, random);
  const app = await NestFactory.create<NestFastifyApplication>(
    SimulatorModule.of(new Player(world, pace, faults), faults),
    new FastifyAdapter({ bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true }),
  );
  app.useGlobalPipes(new StandardSchemaValidationPipe());
  app.useGlobalFilters(new ErrorFilter());
  return app;
}
