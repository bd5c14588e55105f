import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CertificationScheme, CoursePeerTrack, RequirementSet } from './certification-scheme.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { RequirementSetService } from './requirement-set.service.js';
import { SchemeController } from './scheme.controller.js';
import { SchemeService } from './scheme.service.js';

@Module({
  imports: [CollegeModule, TypeOrmModule.forFeature([CertificationScheme, CoursePeerTrack, RequirementSet])],
  controllers: [SchemeController],
  providers: [RequirementSetService, SchemeService],
  exports: [RequirementSetService],
})
export class CertificationSchemesModule {}
