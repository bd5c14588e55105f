import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { CourseVersionDto, VersionReadinessDto } from '../versions/course-version.dto.js';
import { presentVersion } from '../versions/course-version.presenter.js';
import { CourseVersionService } from '../versions/course-version.service.js';
import {
  PeriodicReviewBody,
  PeriodicReviewDto,
  PeriodicReviewPage,
  ReviewBody,
  ReviewDto,
  ReviewPage,
  SignOffBody,
  SignOffDto,
  SignOffPage,
} from './approval.dto.js';
import { PublicationService } from './publication.service.js';
import { ReviewService } from './review.service.js';
import { SignOffService } from './sign-off.service.js';
import { courseRefusals } from '../course.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { sessionsRefusals } from '../../sessions/sessions.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('CourseVersions')
@Controller('course-versions')
export class ApprovalController {
  constructor(
    private readonly versions: CourseVersionService,
    private readonly publications: PublicationService,
    private readonly reviews: ReviewService,
    private readonly signOffs: SignOffService,
  ) {}

  /** Everything that still stands between a version and its publication, in one answer. */
  @Get(':id/readiness')
  @Refuses(platformRefusals.forbidden)
  @SignedIn()
  async readiness(@Me() me: Actor, @Id() id: string): Promise<VersionReadinessDto> {
    const unmet = await this.publications.readiness(me, id);
    return { id, ready: unmet.length === 0, unmet: unmet.map(({ code, message }) => ({ code, message })) };
  }

  /** Hands a draft to review (BR-1, BR-2). */
  @Post(':id/submission')
  @Refuses(
    platformRefusals.forbidden,
    courseRefusals.content_incomplete,
    courseRefusals.coproduction_roles_missing,
    courseRefusals.no_shared_meeting,
    platformRefusals.state_conflict,
  )
  @SignedIn()
  async submit(@Me() me: Actor, @Id() id: string): Promise<CourseVersionDto> {
    return presentVersion(await this.versions.read(me, await this.publications.submit(me, id)), me);
  }

  /** The reviews of a version, for its group and staff. */
  @Get(':id/reviews')
  @Refuses(platformRefusals.forbidden)
  @SignedIn()
  async reviewsOf(@Me() me: Actor, @Id() id: string, @Query() page: ShortListQuery): Promise<ReviewPage> {
    return shortPage(await this.reviews.list(me, id), page);
  }

  /** Records what a review came to (BR-6). */
  @Post(':id/reviews')
  @Refuses(courseRefusals.qa_reviewer_conflict, platformRefusals.state_conflict)
  @Only('coordinator', 'administrator')
  async review(@Me() me: Actor, @Id() id: string, @Body() body: ReviewBody): Promise<ReviewDto> {
    return this.reviews.one(await this.reviews.review(me, id, body));
  }

  /** Every sign-off that a version got, for its group and staff. */
  @Get(':id/sign-offs')
  @Refuses(platformRefusals.forbidden)
  @SignedIn()
  async signOffsOf(@Me() me: Actor, @Id() id: string, @Query() page: ShortListQuery): Promise<SignOffPage> {
    return shortPage(await this.signOffs.list(me, id), page);
  }

  /**
   * Signs off the content that I have read, as one of its active contributors with lived or learned experience (BR-3).
   */
  @Post(':id/sign-offs')
  @Refuses(
    courseRefusals.version_not_editable,
    courseRefusals.content_changed_since_read,
    courseRefusals.not_contributor_in_role,
    courseRefusals.signed_off_already,
  )
  @SignedIn()
  async sign(@Me() me: Actor, @Id() id: string, @Body() body: SignOffBody): Promise<SignOffDto> {
    return this.signOffs.one(await this.signOffs.sign(me, id, body));
  }

  /** Takes my sign-offs back, as long as the version is not published. */
  @Delete(':id/sign-offs')
  @Refuses(courseRefusals.nothing_signed_off, courseRefusals.version_immutable)
  @SignedIn()
  @HttpCode(204)
  withdraw(@Me() me: Actor, @Id() id: string): Promise<void> {
    return this.signOffs.withdraw(me, id);
  }

  /** Publishes an approved version on its two sign-offs (BR-3, BR-7, BR-8); the version before is superseded. */
  @Post(':id/publication')
  @Refuses(
    courseRefusals.fee_while_free,
    courseRefusals.review_missing,
    courseRefusals.signoff_missing,
    courseRefusals.signoff_same_person,
    courseRefusals.signoff_stale,
    platformRefusals.state_conflict,
    courseRefusals.warned_activity_not_skippable,
    courseRefusals.warnings_undeclared,
  )
  @Only('coordinator', 'administrator')
  async publish(@Me() me: Actor, @Id() id: string): Promise<CourseVersionDto> {
    return presentVersion(await this.versions.read(me, await this.publications.publish(me, id)), me);
  }

  /** Takes a version out of use, when no runs of it lie ahead (BR-13). */
  @Post(':id/retirement')
  @Refuses(sessionsRefusals.future_runs_exist, platformRefusals.state_conflict)
  @Only('coordinator', 'administrator')
  async retire(@Me() me: Actor, @Id() id: string): Promise<CourseVersionDto> {
    return presentVersion(await this.versions.read(me, await this.publications.retire(me, id)), me);
  }

  /** The yearly reviews of a version, for its group and staff. */
  @Get(':id/periodic-reviews')
  @Refuses(platformRefusals.forbidden)
  @SignedIn()
  async periodicReviewsOf(
    @Me() me: Actor,
    @Id() id: string,
    @Query() page: ShortListQuery,
  ): Promise<PeriodicReviewPage> {
    return shortPage(await this.reviews.listPeriodic(me, id), page);
  }

  /** Records the yearly review of a published version. */
  @Post(':id/periodic-reviews')
  @Refuses(courseRefusals.not_held_yet, platformRefusals.state_conflict)
  @Only('coordinator', 'administrator')
  async reviewPeriodically(
    @Me() me: Actor,
    @Id() id: string,
    @Body() body: PeriodicReviewBody,
  ): Promise<PeriodicReviewDto> {
    return this.reviews.onePeriodic(await this.reviews.reviewPeriodically(me, id, body));
  }
}
