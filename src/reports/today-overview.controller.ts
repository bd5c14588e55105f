import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Me, Only } from '../platform/access/access.decorators.js';
import type { Actor } from '../platform/actor.js';
import type { JsonText } from '../platform/database/json-text.js';
import { TodayDto } from './today-overview.dto.js';
import { TodayOverviewService } from './today-overview.service.js';

@ApiTags('Today')
@Controller('reports/today')
export class TodayOverviewController {
  constructor(private readonly today: TodayOverviewService) {}

  /**
   * What needs somebody's attention today: sessions, runs at risk, queues, follow-ups, wishes, certifications and claims.
   */
  @Get()
  @ApiOperation({ operationId: 'getToday' })
  @Only('coordinator', 'administrator')
  @ApiOkResponse({ type: TodayDto })
  overview(@Me() me: Actor): Promise<JsonText> {
    return this.today.overview(me);
  }
}
