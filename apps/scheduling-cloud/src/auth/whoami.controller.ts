import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AccessFor } from './access.js';
import { Authentication } from './auth-guard.js';
import { CurrentCaller, type Caller } from './caller.js';

const whoami = z
  .strictObject({
    key_id: z.string().nullable().describe('Null where no keys are needed.'),
    name: z.string().nullable(),
    roles: z.array(z.enum(['query', 'rate', 'admin'])),
    tasks: z.array(z.string()).nullable().describe('The only tasks that it is for; null: all.'),
    auth: z.enum(['keys', 'off']),
  })
  .meta({ id: 'Whoami' });
type Whoami = z.infer<typeof whoami>;

@ApiTags('tasks')
@AccessFor('any-key')
@Controller('v1/whoami')
export class WhoamiController {
  constructor(private readonly authentication: Authentication) {}

  @Get()
  @ApiOperation({ summary: 'See what a key may do', description: 'For a key of any role.' })
  @ApiResponse({ status: 200, description: 'The key that was sent.', standardSchema: whoami })
  show(@CurrentCaller() { keyId, name, roles, tasks }: Caller): Whoami {
    return {
      key_id: keyId,
      name,
      roles: [...roles],
      tasks: tasks && [...tasks],
      auth: this.authentication.isOn ? 'keys' : 'off',
    };
  }
}
