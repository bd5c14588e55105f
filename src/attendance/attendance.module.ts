import { Module } from '@nestjs/common';
import { CollegeModule } from '../college/college.module.js';
import { EnrolmentModule } from '../enrolment/enrolment.module.js';
import { PeopleModule } from '../people/people.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AttendanceController } from './marks/attendance.controller.js';
import { AttendanceService } from './marks/attendance.service.js';
import { CompletionService } from './completion/completion.service.js';
import { CreditEvidenceService } from './marks/credit-evidence.service.js';
import { DropInService } from './register/drop-in.service.js';
import { OwnAttendanceService } from './self/own-attendance.service.js';
import { RegisterWriterService } from './register/register-writer.service.js';
import { RegisterController } from './register/register.controller.js';
import { RegisterService } from './register/register.service.js';
import { WelfareController } from './welfare/welfare.controller.js';
import { WelfareService } from './welfare/welfare.service.js';

@Module({
  imports: [CollegeModule, EnrolmentModule, PeopleModule, SessionsModule],
  controllers: [AttendanceController, RegisterController, WelfareController],
  providers: [
    AttendanceService,
    CompletionService,
    CreditEvidenceService,
    DropInService,
    OwnAttendanceService,
    RegisterWriterService,
    RegisterService,
    WelfareService,
  ],
  exports: [AttendanceService, CompletionService, CreditEvidenceService, WelfareService],
})
export class AttendanceModule {}
