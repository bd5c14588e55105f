import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only } from '../platform/access/access.decorators.js';
import type { Actor } from '../platform/actor.js';
import { AnswersCsvToo, csvFile } from '../platform/csv/csv.js';
import { Wants } from '../platform/http/wants.js';
import { reportKinds, ReportKind } from './figures.js';
import { OneOf } from '../platform/http/one-of.param.js';
import { ShortListQuery } from '../platform/http/page-query.dto.js';
import { DefinitionsDto, ReportDto, ReportQuery } from './report.dto.js';
import { reportTable } from './report.csv.js';
import { ReportService } from './report.service.js';
import { reportsRefusals } from './reports.refusals.js';
import { Refuses } from '../platform/errors/refuses.decorator.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';

@ApiTags('Reports')
@Controller('reports')
export class ReportController {
  constructor(private readonly reports: ReportService) {}

  /** What every figure means, and by what it can be divided. */
  @Get('definitions')
  @Only('coordinator', 'administrator', 'analyst')
  definitions(@Query() page: ShortListQuery): Promise<DefinitionsDto> {
    return this.reports.definitions(page);
  }

  /**
   * The report on a closed term or year. Small numbers are hidden. The first run is kept, and served again ever after.
   */
  @Get([':report', ':report.csv'])
  @Refuses(
    platformRefusals.invalid_cursor,
    reportsRefusals.dimension_not_allowed,
    reportsRefusals.period_not_closed,
    reportsRefusals.period_unknown,
  )
  @Only('coordinator', 'administrator', 'analyst')
  @AnswersCsvToo(ReportDto)
  async one(
    @Me() me: Actor,
    @OneOf('report', reportKinds, 'The report.') kind: ReportKind,
    @Query() { period, by }: ReportQuery,
    @Wants('text/csv') csv: boolean,
  ): Promise<ReportDto | StreamableFile> {
    const report = await this.reports.one(me, kind, period, by);
    return csv ? csvFile(`report-${kind}`, reportTable, report) : report;
  }
}
