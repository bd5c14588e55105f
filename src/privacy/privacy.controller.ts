import { Controller, Get, HttpCode, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiOkResponse } from '@nestjs/swagger';
import { ClosedAfterCard, Me, SignedIn } from '../platform/access/access.decorators.js';
import type { Actor } from '../platform/actor.js';
import { Limited } from '../platform/limits/rate-limits.js';
import { DataExportService } from './data-export.service.js';
import { ErasurePlanDto } from './erasure.dto.js';
import { ErasureService } from './erasure.service.js';
import { MyReadersService } from './my-readers.service.js';
import { ReadPage, ReadsQuery } from './readers.dto.js';
import { privacyRefusals } from './privacy.refusals.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { Refuses } from '../platform/errors/refuses.decorator.js';

@Controller('me')
export class PrivacyController {
  constructor(
    private readonly myReaders: MyReadersService,
    private readonly erasures: ErasureService,
    private readonly exports: DataExportService,
  ) {}

  /**
   * Who opened a record about me, when, in which role and what for, newest first; also who was refused. Journals say
   * for themselves who read them.
   */
  @Get('reads')
  @SignedIn()
  myReads(@Me() me: Actor, @Query() query: ReadsQuery): Promise<ReadPage> {
    return this.myReaders.list(me, query);
  }

  /**
   * Everything that the college holds about me, as a zip. It is made while it is sent and stored nowhere. Needs a proof
   * from the last ten minutes.
   */
  @Post('data-export')
  @Refuses(platformRefusals.keys_out_of_reach, platformRefusals.sign_in_again)
  @ApiOperation({ operationId: 'exportMyData' })
  @SignedIn()
  @ClosedAfterCard()
  @HttpCode(200)
  @Limited('export')
  @ApiOkResponse({ content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } } })
  async takeHome(@Me() me: Actor): Promise<StreamableFile> {
    return new StreamableFile(await this.exports.archive(me), {
      type: 'application/zip',
      disposition: 'attachment; filename="my-records.zip"',
    });
  }

  /** What would be erased, what would stay as numbers and dates, and what has to be kept, why and until when. */
  @Get('erasure')
  @SignedIn()
  @ClosedAfterCard()
  erasurePlan(@Me() me: Actor): Promise<ErasurePlanDto> {
    return this.erasures.plan(me);
  }

  /**
   * Erases me: places are given back, my journal can be read by nobody any more, and I am signed out everywhere. Needs
   * a proof from the last ten minutes.
   */
  @Post('erasure')
  @Refuses(
    privacyRefusals.administers_still,
    platformRefusals.changed_meanwhile,
    privacyRefusals.facilitates_still,
    platformRefusals.sign_in_again,
  )
  @ApiOperation({ operationId: 'eraseMe' })
  @SignedIn()
  @ClosedAfterCard()
  @HttpCode(200)
  async erase(@Me() me: Actor): Promise<ErasurePlanDto> {
    return this.erasures.promised(await this.erasures.erase(me));
  }
}
