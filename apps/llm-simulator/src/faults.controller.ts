import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { faultChange, type FaultChange, type FaultSettings } from './fault-settings.js';
import { Faults } from './faults.js';

/** The faults on demand, read and changed while the simulator runs. */
@Controller('faults')
export class FaultsController {
  constructor(private readonly faults: Faults) {}

  @Get()
  settings(): FaultSettings {
    return this.faults.settings;
  }

  @Post()
  @HttpCode(200)
  change(@Body({ schema: faultChange }) change: FaultChange): FaultSettings {
    return this.faults.change(change);
  }
}
