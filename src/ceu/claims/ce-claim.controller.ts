import { Body, Controller, Get, HttpCode, Patch, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ClosedAfterCard, Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { largestFile } from '../../platform/files/files.js';
import { IfMatch } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/id.param.js';
import { Upload } from '../../platform/http/route-settings.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { claimRecord } from '../ceu.personal.js';
import {
  CeClaimAppealBody,
  CeClaimBatchDto,
  CeClaimDecisionBody,
  CeClaimDecisionsBody,
  CeEvidenceFileDto,
  ExternalCeClaimBody,
  ExternalCeClaimChange,
  ExternalCeClaimDto,
  ExternalCeClaimPage,
  ExternalCeClaimQuery,
} from './ce-claim.dto.js';
import { CeClaimReviewService } from './ce-claim-review.service.js';
import { CeClaimService } from './ce-claim.service.js';
import { CeEvidenceService } from './ce-evidence.service.js';
import { ceuRefusals } from '../ceu.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('CeClaims')
@Controller()
export class CeClaimController {
  constructor(
    private readonly claims: CeClaimService,
    private readonly reviews: CeClaimReviewService,
    private readonly evidence: CeEvidenceService,
  ) {}

  /** Uploads a certificate (PDF, JPEG, HEIC or PNG, up to 10 MiB), to be named in a claim within a day. */
  @Post('ce-evidence-files')
  @Refuses(
    ceuRefusals.claim_evidence_type,
    platformRefusals.keys_out_of_reach,
    platformRefusals.picture_moves,
    platformRefusals.picture_too_large,
  )
  @SignedIn()
  @Upload(largestFile)
  @ApiConsumes('application/pdf', 'image/jpeg', 'image/png')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async upload(@Me() me: Actor, @Body() body: unknown): Promise<CeEvidenceFileDto> {
    return this.evidence.one(me, await this.evidence.add(me, body));
  }

  /** My claims, newest first; for administrators, everybody's. */
  @Get('external-ce-claims')
  @SignedIn()
  @ClosedAfterCard()
  @Discloses(claimRecord)
  list(@Me() me: Actor, @Query() query: ExternalCeClaimQuery): Promise<ExternalCeClaimPage> {
    return this.claims.list(me, query);
  }

  /** Claims credit for an event elsewhere. */
  @Post('external-ce-claims')
  @Refuses(
    ceuRefusals.claim_duplicate,
    ceuRefusals.claim_evidence_missing,
    ceuRefusals.claim_not_monitored,
    ceuRefusals.claim_not_over,
    ceuRefusals.period_reversed,
  )
  @SignedIn()
  @Changes(claimRecord)
  async submit(@Me() me: Actor, @Body() body: ExternalCeClaimBody): Promise<ExternalCeClaimDto> {
    return this.claims.one(me, await this.claims.submit(me, body));
  }

  /** Decides several claims, each as if alone, with a result for each; `dryRun` only says what would happen. */
  @Post('external-ce-claims/decision')
  @ApiOperation({ operationId: 'decideManyExternalCeClaims' })
  @Only('administrator')
  @HttpCode(200)
  @Discloses(claimRecord, { inAnswer: 'rows.claimId' })
  decideMany(@Me() me: Actor, @Body() body: CeClaimDecisionsBody): Promise<CeClaimBatchDto> {
    return this.reviews.decideClaims(me, body);
  }

  /** One claim: mine, or for administrators any. */
  @Get('external-ce-claims/:id')
  @SignedIn()
  @ClosedAfterCard()
  @Discloses(claimRecord)
  read(@Me() me: Actor, @Id() id: string): Promise<ExternalCeClaimDto> {
    return this.claims.one(me, id);
  }

  /** Hands in again a claim that was returned, with what was mended. Needs If-Match. */
  @Patch('external-ce-claims/:id')
  @Refuses(
    ceuRefusals.claim_duplicate,
    ceuRefusals.claim_evidence_missing,
    ceuRefusals.claim_not_monitored,
    ceuRefusals.claim_not_over,
    ceuRefusals.period_reversed,
    platformRefusals.forbidden,
    platformRefusals.state_conflict,
  )
  @SignedIn()
  @ClosedAfterCard()
  async submitAgain(
    @Me() me: Actor,
    @Id() id: string,
    @IfMatch() expected: number,
    @Body() change: ExternalCeClaimChange,
  ): Promise<ExternalCeClaimDto> {
    return this.claims.one(me, await this.claims.submitAgain(me, id, expected, change));
  }

  /** A file of a claim. */
  @Get('external-ce-claims/:id/evidence/:fileId')
  @SignedIn()
  @ClosedAfterCard()
  @Discloses(claimRecord, { inPath: 'id' })
  @ApiParam({ name: 'fileId', description: 'Id of the file.', schema: { type: 'string', format: 'uuid' } })
  @ApiOkResponse({ content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } })
  async open(@Me() me: Actor, @Id() id: string, @Id('fileId') fileId: string): Promise<StreamableFile> {
    const { bytes, mediaType, size } = await this.evidence.open(me, id, fileId);
    return new StreamableFile(bytes, { type: mediaType, length: size, disposition: 'attachment; filename="evidence"' });
  }

  /** Takes up a claim for review. */
  @Post('external-ce-claims/:id/review')
  @Refuses(ceuRefusals.claim_review_conflict, platformRefusals.state_conflict)
  @Only('administrator')
  @Changes(claimRecord)
  async review(@Me() me: Actor, @Id() id: string): Promise<ExternalCeClaimDto> {
    return this.claims.one(me, await this.reviews.review(me, id));
  }

  /** Accepts a claim in full or in part, returns it, or rejects it. */
  @Post('external-ce-claims/:id/decision')
  @Refuses(
    ceuRefusals.claim_minutes_do_not_fit,
    ceuRefusals.claim_reasons_missing,
    ceuRefusals.claim_review_conflict,
    ceuRefusals.claim_reviewed_by_you,
    platformRefusals.state_conflict,
  )
  @Only('administrator')
  @Changes(claimRecord)
  async decide(@Me() me: Actor, @Id() id: string, @Body() body: CeClaimDecisionBody): Promise<ExternalCeClaimDto> {
    return this.claims.one(me, await this.reviews.decideClaim(me, id, body));
  }

  /** Asks for another decision by somebody else, once. */
  @Post('external-ce-claims/:id/appeal')
  @Refuses(ceuRefusals.claim_appealed_already, platformRefusals.forbidden, platformRefusals.state_conflict)
  @SignedIn()
  @Changes(claimRecord)
  async appeal(@Me() me: Actor, @Id() id: string, @Body() { reasons }: CeClaimAppealBody): Promise<ExternalCeClaimDto> {
    return this.claims.one(me, await this.claims.appeal(me, id, reasons));
  }
}
