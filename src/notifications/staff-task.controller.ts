import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { Me, Only } from '../platform/access/access.decorators.js';
import type { Actor } from '../platform/actor.js';
import { Id } from '../platform/http/id.param.js';
import { Changes, Discloses } from '../platform/disclosure/discloses.decorator.js';
import { taskRecord } from './notifications.personal.js';
import {
  StaffTaskCompletionBody,
  StaffTaskDto,
  StaffTaskPage,
  StaffTaskQuery,
  StaffTaskWithWaysDto,
} from './staff-task.dto.js';
import { StaffTaskWorkService } from './staff-task-work.service.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { notificationsRefusals } from './notifications.refusals.js';
import { Refuses } from '../platform/errors/refuses.decorator.js';

@Controller('staff-tasks')
export class StaffTaskController {
  constructor(private readonly tasks: StaffTaskWorkService) {}

  /**
   * What there is to do, the most pressing first: for coordinators where no message reaches somebody and what people
   * asked for, for administrators what people ask about their records.
   */
  @Get()
  @Only('coordinator', 'administrator')
  @Discloses(taskRecord)
  list(@Me() me: Actor, @Query() query: StaffTaskQuery): Promise<StaffTaskPage> {
    return this.tasks.list(me, query);
  }

  /** One task, with the ways on which the person may be reached. That you read it is recorded. */
  @Get(':id')
  @Only('coordinator', 'administrator')
  @Discloses(taskRecord)
  read(@Me() me: Actor, @Id('id') id: string): Promise<StaffTaskWithWaysDto> {
    return this.tasks.withWays(me, id);
  }

  /** Takes a task that is everybody's, so that the others know who sees to it. */
  @Post(':id/taking')
  @Refuses(
    platformRefusals.own_record,
    notificationsRefusals.task_done_already,
    notificationsRefusals.task_taken_already,
  )
  @Only('coordinator', 'administrator')
  @Changes(taskRecord)
  async take(@Me() me: Actor, @Id('id') id: string): Promise<StaffTaskDto> {
    return this.tasks.one(me, await this.tasks.take(me, id));
  }

  /** Gives a task back to everybody, my own or that of a colleague who cannot see to it. */
  @Post(':id/giving-back')
  @Refuses(platformRefusals.own_record, notificationsRefusals.task_done_already)
  @Only('coordinator', 'administrator')
  @Changes(taskRecord)
  async giveBack(@Me() me: Actor, @Id('id') id: string): Promise<StaffTaskDto> {
    return this.tasks.one(me, await this.tasks.giveBack(me, id));
  }

  /** Says how a task ended; of one that somebody has taken, they do. */
  @Post(':id/completion')
  @Refuses(
    platformRefusals.own_record,
    notificationsRefusals.task_answered_elsewhere,
    notificationsRefusals.task_done_already,
    notificationsRefusals.task_outcome_unfit,
    notificationsRefusals.task_taken_already,
  )
  @Only('coordinator', 'administrator')
  @Changes(taskRecord)
  async complete(
    @Me() me: Actor,
    @Id('id') id: string,
    @Body() { outcome }: StaffTaskCompletionBody,
  ): Promise<StaffTaskDto> {
    return this.tasks.one(me, await this.tasks.complete(me, id, outcome));
  }
}
