import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessFor } from '../auth/access.js';
import { errorBody } from '../http/api-error.js';
import { ChatTasks } from './chat-tasks.js';
import {
  taskModel,
  taskModelOf,
  taskModels,
  type TaskModel,
  type TaskModels,
} from './task-model.js';

@ApiTags('openai')
@AccessFor('query')
@Controller('v1/models')
export class ModelsController {
  constructor(private readonly tasks: ChatTasks) {}

  @Get()
  @ApiOperation({ summary: 'List the tasks as models of an OpenAI client' })
  @ApiResponse({ status: 200, description: 'The tasks.', standardSchema: taskModels })
  list(): TaskModels {
    return { object: 'list', data: this.tasks.names.map(taskModelOf) };
  }

  // A task's model has a slash in its name, which clients send as it is or encoded.
  @Get(['purser/:task', ':model'])
  @ApiOperation({ summary: 'Look at one of them' })
  @ApiParam({ name: 'model', example: 'purser/qa' })
  @ApiResponse({ status: 200, description: 'The task.', standardSchema: taskModel })
  @ApiResponse({ status: 404, description: 'No such model.', standardSchema: errorBody })
  find(@Param('task') task?: string, @Param('model') model?: string): TaskModel {
    return taskModelOf(this.tasks.named(model ?? `purser/${task ?? ''}`).name);
  }
}
