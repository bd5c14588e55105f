import { Controller, Get } from '@nestjs/common';
import { Only } from '../platform/access/access.decorators.js';
import { InvariantReportDto, TimeZoneReportDto } from './operations.dto.js';
import { OperationsService } from './operations.service.js';

@Controller('operations')
export class OperationsController {
  constructor(private readonly operations: OperationsService) {}

  /** Whether every promise that can be checked by looking holds now: no overbooked run, nobody overtaken, and so on. */
  @Get('invariants')
  @Only('administrator')
  invariants(): Promise<InvariantReportDto> {
    return this.operations.invariants();
  }

  /** Whether the application and the database change their clocks on the same days, in every zone in use, for two years. */
  @Get('time-zones')
  @Only('administrator')
  timeZones(): Promise<TimeZoneReportDto> {
    return this.operations.timeZones();
  }
}
