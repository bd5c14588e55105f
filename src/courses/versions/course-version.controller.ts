import { Body, Controller, Get, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { IfMatch } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/id.param.js';
import {
  ComparisonDto,
  ComparisonQuery,
  CourseVersionChange,
  CourseVersionDto,
  EditedCourseVersionDto,
} from './course-version.dto.js';
import { CourseVersionService } from './course-version.service.js';
import { presentEdited, presentVersion } from './course-version.presenter.js';
import { courseRefusals } from '../course.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('CourseVersions')
@Controller('course-versions')
export class CourseVersionController {
  constructor(private readonly versions: CourseVersionService) {}

  /** One version. Drafts are seen by their group and staff only. */
  @Get(':id')
  @SignedIn()
  async read(@Me() me: Actor, @Id() id: string): Promise<CourseVersionDto> {
    return presentVersion(await this.versions.read(me, id), me);
  }

  /**
   * Edits a draft, by its active contributors. Returns it to `drafted` and lists the sign-offs and reviews that this
   * makes void (BR-4). Needs If-Match.
   */
  @Patch(':id')
  @Refuses(
    courseRefusals.fee_while_free,
    courseRefusals.file_unknown,
    platformRefusals.forbidden,
    courseRefusals.ineligible_rule_type,
    courseRefusals.version_immutable,
  )
  @SignedIn()
  async edit(
    @Me() me: Actor,
    @Id() id: string,
    @IfMatch() expected: number,
    @Body() wish: CourseVersionChange,
  ): Promise<EditedCourseVersionDto> {
    const voided = await this.versions.edit(me, id, expected, wish);
    return presentEdited(await this.versions.read(me, id), me, voided);
  }

  /** What changed between this version and another one of the same course, field by field. */
  @Get(':id/comparison')
  @Refuses(courseRefusals.different_courses)
  @SignedIn()
  async compare(@Me() me: Actor, @Id() id: string, @Query() query: ComparisonQuery): Promise<ComparisonDto> {
    return { fromId: id, toId: query.with, differences: await this.versions.compare(me, id, query.with) };
  }
}
