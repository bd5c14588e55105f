import { Body, Controller, Get, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { ClosedAfterCard, Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { csvFile } from '../../platform/csv/csv.js';
import { Id } from '../../platform/http/id.param.js';
import { Wants } from '../../platform/http/wants.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { releaseRecord, transcriptRecord } from '../ceu.personal.js';
import { TranscriptReleaseService } from './transcript-release.service.js';
import {
  TranscriptDto,
  TranscriptQuery,
  TranscriptReleaseBody,
  TranscriptReleaseDto,
  TranscriptReleasePage,
  TranscriptReleaseQuery,
} from './transcript.dto.js';
import { transcriptFile } from './transcript.presenter.js';
import { TranscriptService } from './transcript.service.js';
import { ceuRefusals } from '../ceu.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

const pdf = (bytes: Buffer): StreamableFile =>
  new StreamableFile(bytes, { type: 'application/pdf', disposition: 'attachment; filename="transcript.pdf"' });

@ApiTags('Transcripts')
@ApiExtraModels(TranscriptDto)
@Controller()
export class TranscriptController {
  constructor(
    private readonly transcripts: TranscriptService,
    private readonly releases: TranscriptReleaseService,
  ) {}

  /**
   * My continuing education over a period. With `Accept: application/pdf` numbered, to print, with a code by which it
   * can be checked; with `text/csv` as a table.
   */
  @Get(['me/transcript', 'me/transcript.csv', 'me/transcript.pdf'])
  @Refuses(ceuRefusals.period_reversed)
  @SignedIn()
  @ClosedAfterCard()
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(TranscriptDto) } },
      'application/pdf': { schema: { type: 'string', format: 'binary' } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  async mine(
    @Me() me: Actor,
    @Query() query: TranscriptQuery,
    @Wants('application/pdf') asPdf: boolean,
    @Wants('text/csv') asTable: boolean,
  ): Promise<TranscriptDto | StreamableFile> {
    if (asPdf) return pdf(await this.transcripts.print(me, query));
    const transcript = await this.transcripts.read(me.personId, query);
    return asTable ? csvFile('transcript', transcriptFile, transcript) : transcript;
  }

  /**
   * Somebody's continuing education. There is no paper of it without their authorisation: see `transcript-releases`.
   */
  @Get('people/:id/transcript')
  @Refuses(ceuRefusals.period_reversed)
  @Only('administrator')
  @Discloses(transcriptRecord, { inPath: 'id' })
  read(@Id() id: string, @Query() query: TranscriptQuery): Promise<TranscriptDto> {
    return this.transcripts.read(id, query);
  }

  /** To whom my transcript was given, is to be given, or is asked for, newest first. */
  @Get('me/transcript-releases')
  @SignedIn()
  @ClosedAfterCard()
  myReleases(@Me() me: Actor, @Query() query: TranscriptReleaseQuery): Promise<TranscriptReleasePage> {
    return this.releases.list(me, query, false);
  }

  /** Asks the college to give my transcript to somebody, this once. */
  @Post('me/transcript-releases')
  @Refuses(ceuRefusals.period_reversed)
  @SignedIn()
  @ClosedAfterCard()
  @Changes(releaseRecord)
  async askForMine(@Me() me: Actor, @Body() body: TranscriptReleaseBody): Promise<TranscriptReleaseDto> {
    return this.releases.one(me, await this.releases.askForRelease(me, me.personId, body));
  }

  /** Releases of everybody's transcripts, newest first. */
  @Get('transcript-releases')
  @Only('administrator')
  @Discloses(releaseRecord)
  all(@Me() me: Actor, @Query() query: TranscriptReleaseQuery): Promise<TranscriptReleasePage> {
    return this.releases.list(me, query, true);
  }

  /** Asks a learner whether their transcript may be given to somebody. */
  @Post('people/:id/transcript-releases')
  @Refuses(ceuRefusals.period_reversed)
  @Only('administrator')
  @Changes(releaseRecord)
  async ask(@Me() me: Actor, @Id() id: string, @Body() body: TranscriptReleaseBody): Promise<TranscriptReleaseDto> {
    return this.releases.one(me, await this.releases.askForRelease(me, id, body));
  }

  /** One release: of my transcript, or for administrators any. */
  @Get('transcript-releases/:id')
  @SignedIn()
  @ClosedAfterCard()
  @Discloses(releaseRecord)
  one(@Me() me: Actor, @Id() id: string): Promise<TranscriptReleaseDto> {
    return this.releases.one(me, id);
  }

  /** I authorise this release of my transcript. */
  @Post('transcript-releases/:id/authorisation')
  @Refuses(platformRefusals.state_conflict)
  @SignedIn()
  @ClosedAfterCard()
  @Changes(releaseRecord)
  async authorise(@Me() me: Actor, @Id() id: string): Promise<TranscriptReleaseDto> {
    return this.releases.one(me, await this.releases.answer(me, id, 'authorised'));
  }

  /** I do not authorise this release of my transcript. No reason is asked. */
  @Post('transcript-releases/:id/refusal')
  @Refuses(platformRefusals.state_conflict)
  @SignedIn()
  @Changes(releaseRecord)
  async refuse(@Me() me: Actor, @Id() id: string): Promise<TranscriptReleaseDto> {
    return this.releases.one(me, await this.releases.answer(me, id, 'refused'));
  }

  /** I take my authorisation back, as long as nothing was handed over. */
  @Post('transcript-releases/:id/withdrawal')
  @Refuses(platformRefusals.state_conflict)
  @SignedIn()
  @Changes(releaseRecord)
  async withdraw(@Me() me: Actor, @Id() id: string): Promise<TranscriptReleaseDto> {
    return this.releases.one(me, await this.releases.answer(me, id, 'withdrawn'));
  }

  /** Hands an authorised transcript over: it is numbered and frozen as it stands now. */
  @Post('transcript-releases/:id/handover')
  @Refuses(platformRefusals.own_record, platformRefusals.state_conflict, ceuRefusals.transcript_release_not_authorised)
  @Only('administrator')
  @Changes(releaseRecord)
  async handOver(@Me() me: Actor, @Id() id: string): Promise<TranscriptReleaseDto> {
    return this.releases.one(me, await this.releases.handOver(me, id));
  }

  /** What was handed over, as a PDF. */
  @Get('transcript-releases/:id/document')
  @Refuses(ceuRefusals.transcript_release_not_authorised)
  @SignedIn()
  @ClosedAfterCard()
  @Discloses(releaseRecord, { inPath: 'id' })
  @ApiOkResponse({ content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  async document(@Me() me: Actor, @Id() id: string): Promise<StreamableFile> {
    return pdf(await this.releases.document(me, id));
  }
}
