import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Run } from './run.entity.js';
import { CertificationModule } from '../../certification/certification.module.js';
import { CollegeModule } from '../../college/college.module.js';
import { CoursesModule } from '../../courses/courses.module.js';
import { RunAudienceService } from './run-audience.service.js';
import { RunPlanningService } from './run-planning.service.js';
import { RunReadinessService } from './run-readiness.service.js';
import { RunRiskService } from './run-risk.service.js';
import { RunController } from './run.controller.js';
import { RunService } from './run.service.js';
import { SessionCancellationService } from './session-cancellation.service.js';
import { VersionChangeController } from './version-change.controller.js';
import { VersionChangeService } from './version-change.service.js';
import { VersionGuardService } from './version-guard.service.js';

@Module({
  imports: [CertificationModule, CollegeModule, CoursesModule, TypeOrmModule.forFeature([Run])],
  controllers: [RunController, VersionChangeController],
  providers: [
    RunAudienceService,
    RunPlanningService,
    RunReadinessService,
    RunRiskService,
    RunService,
    SessionCancellationService,
    VersionChangeService,
    VersionGuardService,
  ],
  exports: [RunAudienceService, RunReadinessService, RunRiskService, RunService, VersionGuardService],
})
export class RunsModule {}
