import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { IfMatch } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/id.param.js';
import { shortPage } from '../../platform/http/pagination.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { CourseBody, CourseChange, CourseDto, CoursePage, CourseQuery } from './course.dto.js';
import { CourseService } from './course.service.js';
import { CourseVersionBody, CourseVersionDto, CourseVersionPage } from '../versions/course-version.dto.js';
import { CourseVersionService } from '../versions/course-version.service.js';
import { presentVersion } from '../versions/course-version.presenter.js';
import { courseRefusals } from '../course.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('Courses')
@Controller('courses')
export class CourseController {
  constructor(
    private readonly courses: CourseService,
    private readonly versions: CourseVersionService,
  ) {}

  /** Courses by title: what is published, and what I have a part in. */
  @Get()
  @SignedIn()
  list(@Me() me: Actor, @Query() query: CourseQuery): Promise<CoursePage> {
    return this.courses.list(me, query);
  }

  /** Adds a course; its first version comes next. */
  @Post()
  @Only('coordinator', 'administrator')
  async create(@Me() me: Actor, @Body() body: CourseBody): Promise<CourseDto> {
    return this.courses.read(me, await this.courses.create(me, body));
  }

  /** One course. */
  @Get(':id')
  @SignedIn()
  read(@Me() me: Actor, @Id() id: string): Promise<CourseDto> {
    return this.courses.read(me, id);
  }

  /** Changes title, topic, audience or strand. Needs If-Match. */
  @Patch(':id')
  @Only('coordinator', 'administrator')
  async change(
    @Me() me: Actor,
    @Id() id: string,
    @IfMatch() expected: number,
    @Body() wish: CourseChange,
  ): Promise<CourseDto> {
    await this.courses.change(me, id, expected, wish);
    return this.courses.read(me, id);
  }

  /** The versions of a course that I may see, newest first. */
  @Get(':id/versions')
  @SignedIn()
  async versionsOf(@Me() me: Actor, @Id() id: string, @Query() page: ShortListQuery): Promise<CourseVersionPage> {
    return shortPage(await this.versions.list(me, id), page);
  }

  /**
   * Adds a version: blank, with content, or derived from an earlier one. The only way to change what is published
   * (BR-5).
   */
  @Post(':id/versions')
  @Refuses(courseRefusals.different_courses, courseRefusals.fee_while_free, courseRefusals.semver_taken)
  @Only('coordinator', 'administrator')
  async addVersion(@Me() me: Actor, @Id() id: string, @Body() body: CourseVersionBody): Promise<CourseVersionDto> {
    return presentVersion(await this.versions.read(me, await this.versions.create(me, id, body)), me);
  }
}
