import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CeApproval, CeAttachment, CeConfiguration } from './ce-approval.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { CoursesModule } from '../../courses/courses.module.js';
import { CeApprovalController } from './ce-approval.controller.js';
import { CeApprovalService } from './ce-approval.service.js';
import { CeConfigurationController } from './ce-configuration.controller.js';
import { CeConfigurationService } from './ce-configuration.service.js';

@Module({
  imports: [CollegeModule, CoursesModule, TypeOrmModule.forFeature([CeApproval, CeAttachment, CeConfiguration])],
  controllers: [CeApprovalController, CeConfigurationController],
  providers: [CeApprovalService, CeConfigurationService],
  exports: [CeConfigurationService],
})
export class CeApprovalsModule {}
