import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { fieldError, refuse } from '../errors/refusal.js';
import { Public } from '../access/access.decorators.js';
import { platformRefusals } from '../errors/platform.refusals.js';
import { type ReadsFrom, readsFrom } from '../database/standby.js';
import { type JobsState, jobsStates } from '../jobs/jobs.js';
import { Readiness } from './readiness.js';

/** How this process is. */
export class HealthView {
  @ApiProperty({ enum: ['ok'], description: 'All is well.' })
  status: 'ok';
}

/** How a process is that can answer requests. */
export class ReadyView extends HealthView {
  @ApiProperty({
    enum: jobsStates,
    description:
      'Whether jobs run in this process. `restarting`: they wait until the database is back, which keeps no request ' +
      'from being answered. `elsewhere`: a worker runs them.',
  })
  jobs: JobsState;
  @ApiProperty({
    enum: readsFrom,
    required: false,
    description: 'From where public pages are read, where there is a standby. The primary answers as well.',
  })
  reads?: ReadsFrom;
}

@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process is running. */
  @Get('live')
  @ApiOperation({ operationId: 'health.live' })
  @Public()
  live(): HealthView {
    return { status: 'ok' };
  }

  /** The process can do its work and is not shutting down; the codes of `errors` name what is lacking. */
  @Get('ready')
  @ApiOperation({ operationId: 'health.ready' })
  @Public()
  async ready(): Promise<ReadyView> {
    if (this.readiness.isDraining) throw refuse(platformRefusals.not_ready);
    const failing = await this.readiness.failing();
    const { jobs, reads } = this.readiness;
    if (failing.length === 0) return { status: 'ok', jobs, ...(reads && { reads }) };
    throw refuse(platformRefusals.not_ready, {
      errors: failing.map(({ code }) => fieldError(code, 'fields.part_failing')),
    });
  }
}
