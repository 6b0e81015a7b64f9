import { Module, type DynamicModule } from '@nestjs/common';
import { CompletionsController } from './completions.controller.js';
import { Faults } from './faults.js';
import { FaultsController } from './faults.controller.js';
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
