import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { TaskRegistry } from './task-registry.js';
import { TaskSnapshots } from './task-snapshots.js';
import { taskList, viewOfTask, type TaskList } from './task-view.js';

@ApiTags('tasks')
@Controller('v1/tasks')
export class TasksController {
  constructor(
    private readonly tasks: TaskRegistry,
    private readonly snapshots: TaskSnapshots,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List the tasks and what has been learnt of their models' })
  @ApiResponse({ status: 200, description: 'The tasks.', standardSchema: taskList })
  list(): TaskList {
    return {
      data: this.tasks.all.map((task) => viewOfTask(task, this.snapshots.of(task.name))),
    };
  }
}
