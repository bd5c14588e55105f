import { Controller, Get, Query } from '@nestjs/common';
import { Only } from '../platform/access/access.decorators.js';
import { Discloses } from '../platform/disclosure/discloses.decorator.js';
import { EventLogPage, EventLogQuery } from './event-log.dto.js';
import { EventLogService, eventLogRecord } from './event-log.service.js';

@Controller('audit/events')
export class EventLogController {
  constructor(private readonly log: EventLogService) {}

  /** What happened, newest first, in ids and states. Whoever it concerns sees that it was looked up. */
  @Get()
  @Only('administrator')
  @Discloses(eventLogRecord)
  list(@Query() query: EventLogQuery): Promise<EventLogPage> {
    return this.log.list(query);
  }
}
