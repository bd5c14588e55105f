import { Module } from '@nestjs/common';
import { CollegeModule } from '../../college/college.module.js';
import { RequirementSetService } from './requirement-set.service.js';
import { SchemeController } from './scheme.controller.js';
import { SchemeService } from './scheme.service.js';

@Module({
  imports: [CollegeModule],
  controllers: [SchemeController],
  providers: [RequirementSetService, SchemeService],
  exports: [RequirementSetService],
})
export class CertificationSchemesModule {}
