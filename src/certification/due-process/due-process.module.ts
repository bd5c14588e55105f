import { Module } from '@nestjs/common';
import { BusinessDaysModule } from '../calendar/business-days.module.js';
import { CertificationsModule } from '../certifications/certifications.module.js';
import { DueProcessController } from './due-process.controller.js';
import { DueProcessService } from './due-process.service.js';

@Module({
  imports: [BusinessDaysModule, CertificationsModule],
  controllers: [DueProcessController],
  providers: [DueProcessService],
})
export class DueProcessModule {}
