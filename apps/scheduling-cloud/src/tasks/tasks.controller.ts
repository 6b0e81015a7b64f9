import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, mayUse, requireTask, type Caller } from '../auth/caller.js';
import { errorBody } from '../http/api-error.js';
import { Calibrations } from '../votes/calibrations.js';
import { Estimates } from '../votes/estimates.js';
import type { Task } from './task.js';
import { TaskRegistry } from './task-registry.js';
import { TaskSnapshots } from './task-snapshots.js';
import { taskList, taskView, viewOfTask, type TaskList, type TaskView } from './task-view.js';

@ApiTags('tasks')
@AccessFor('query')
@Controller('v1/tasks')
export class TasksController {
  constructor(
    private readonly tasks: TaskRegistry,
    private readonly snapshots: TaskSnapshots,
    private readonly calibrations: Calibrations,
    private readonly estimates: Estimates,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List the tasks and what has been learnt of their models' })
  @ApiResponse({ status: 200, description: 'The tasks.', standardSchema: taskList })
  list(@CurrentCaller() caller: Caller): TaskList {
    const tasks = this.tasks.all.filter(({ name }) => mayUse(caller, name));
    return { data: tasks.map((task) => this.viewOf(task)) };
  }

  @Get(':name')
  @ApiOperation({ summary: 'See a task: its policy, its options, and what has been learnt' })
  @ApiResponse({ status: 200, description: 'The task.', standardSchema: taskView })
  @ApiResponse({ status: 404, description: 'No such task.', standardSchema: errorBody })
  find(@Param('name') name: string, @CurrentCaller() caller: Caller): TaskView {
    requireTask(caller, name);
    return this.viewOf(this.tasks.get(name));
  }

  private viewOf(task: Task): TaskView {
    const { name } = task;
    const trust = this.calibrations.of(name);
    return viewOfTask(task, this.snapshots.of(name), trust, this.estimates.of(task));
  }
}
