import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/access.decorators.js';
import { Metrics } from './metrics.js';
import { MetricsGuard } from './metrics.guard.js';

@ApiTags('Operations')
@Controller()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  /**
   * Figures of this process for Prometheus. From this machine only, or with the token that METRICS_TOKEN sets; 404
   * otherwise. Journals do not appear in them.
   */
  @Get('metrics')
  @ApiOperation({ operationId: 'getMetrics' })
  @Public()
  @UseGuards(MetricsGuard)
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  read(): Promise<string> {
    return this.metrics.text();
  }
}
