import { Module } from '@nestjs/common';
import { PeopleModule } from '../../people/people.module.js';
import { CourseCatalogueModule } from '../catalogue/course-catalogue.module.js';
import { CoProductionModule } from '../co-production/co-production.module.js';
import { CourseVersionsModule } from '../versions/course-versions.module.js';
import { ProposalController } from './proposal.controller.js';
import { ProposalService } from './proposal.service.js';

@Module({
  imports: [CoProductionModule, CourseCatalogueModule, CourseVersionsModule, PeopleModule],
  controllers: [ProposalController],
  providers: [ProposalService],
})
export class CourseProposalsModule {}
