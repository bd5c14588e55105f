import { Module } from '@nestjs/common';
import { CollegeModule } from '../college/college.module.js';
import { EnrolmentModule } from '../enrolment/enrolment.module.js';
import { PeopleModule } from '../people/people.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AttendanceController } from './attendance.controller.js';
import { Attendances } from './attendances.service.js';
import { Completions } from './completions.service.js';
import { CreditEvidenceReads } from './credit-evidence.service.js';
import { DropIns } from './drop-ins.service.js';
import { OwnAttendance } from './own-attendance.service.js';
import { RegisterBook } from './register-book.service.js';
import { RegisterController } from './register.controller.js';
import { Registers } from './registers.service.js';
import { WelfareController } from './welfare.controller.js';
import { WelfareFollowUps } from './welfare.service.js';

@Module({
  imports: [CollegeModule, EnrolmentModule, PeopleModule, SessionsModule],
  controllers: [AttendanceController, RegisterController, WelfareController],
  providers: [
    Attendances,
    Completions,
    CreditEvidenceReads,
    DropIns,
    OwnAttendance,
    RegisterBook,
    Registers,
    WelfareFollowUps,
  ],
  exports: [Attendances, Completions, CreditEvidenceReads, WelfareFollowUps],
})
export class AttendanceModule {}
