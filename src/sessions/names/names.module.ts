import { Module } from '@nestjs/common';
import { CoursesModule } from '../../courses/courses.module.js';
import { PeopleModule } from '../../people/people.module.js';
import { NameService } from './name.service.js';

@Module({
  imports: [CoursesModule, PeopleModule],
  providers: [NameService],
  exports: [NameService],
})
export class NamesModule {}
