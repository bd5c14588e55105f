import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CourseProposal } from './course-proposal.entity.js';
import { PeopleModule } from '../../people/people.module.js';
import { CourseCatalogueModule } from '../catalogue/course-catalogue.module.js';
import { CoProductionModule } from '../co-production/co-production.module.js';
import { CourseVersionsModule } from '../versions/course-versions.module.js';
import { ProposalController } from './proposal.controller.js';
import { ProposalService } from './proposal.service.js';

@Module({
  imports: [
    CoProductionModule,
    CourseCatalogueModule,
    CourseVersionsModule,
    PeopleModule,
    TypeOrmModule.forFeature([CourseProposal]),
  ],
  controllers: [ProposalController],
  providers: [ProposalService],
})
export class CourseProposalsModule {}
