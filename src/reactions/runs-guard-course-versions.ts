import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/sql.js';
import { Before } from '../platform/events/event.decorators.js';
import { VersionGuardService } from '../sessions/runs/version-guard.service.js';

/** No version is retired while runs of it are ahead, and none reviewed only by those who facilitate it (BR-6, BR-13). */
@Injectable()
export class RunsGuardCourseVersions {
  constructor(private readonly versionGuards: VersionGuardService) {}

  @Before('course_version.retirement')
  refuseRetirement(tx: Tx, versionId: string): Promise<void> {
    return this.versionGuards.refuseRetirement(tx, versionId);
  }

  @Before('qa_review')
  refuseReview(tx: Tx, reviewId: string): Promise<void> {
    return this.versionGuards.refuseReview(tx, reviewId);
  }
}
