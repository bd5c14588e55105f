import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { Only } from '../platform/access/access.decorators.js';
import type { JsonText } from '../platform/http/json-text.js';
import { TodayDto } from './today.dto.js';
import { Today } from './today.service.js';

@Controller('reports/today')
export class TodayController {
  constructor(private readonly today: Today) {}

  /** What needs somebody's attention today: sessions, runs at risk, queues, follow-ups, certifications and claims. */
  @Get()
  @Only('coordinator', 'administrator')
  @ApiOkResponse({ type: TodayDto })
  overview(): Promise<JsonText> {
    return this.today.overview();
  }
}
