import { Module, type DynamicModule } from '@nestjs/common';
import { MessagesController } from './anthropic/messages.controller.js';
import { CompletionsController } from './completions.controller.js';
import { Faults } from './faults.js';
import { FaultsController } from './faults.controller.js';
import { GenerateController } from './google/generate.controller.js';
import { GradeController } from './grade.controller.js';
import { HealthController } from './health.controller.js';
import { ModelsController } from './models.controller.js';
import { Player } from './player.js';

@Module({})
export class SimulatorModule {
  static of(player: Player, faults: Faults): DynamicModule {
    return {
      module: SimulatorModule,
      controllers: [
        CompletionsController,
        MessagesController,
        GenerateController,
        ModelsController,
        GradeController,
        FaultsController,
        HealthController,
      ],
      providers: [
        { provide: Player, useValue: player },
        { provide: Faults, useValue: faults },
      ],
    };
  }
}
