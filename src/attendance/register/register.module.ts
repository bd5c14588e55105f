import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AttendanceMark, DropIn, Presence } from './attendance-mark.entity.js';
import { PeopleModule } from '../../people/people.module.js';
import { AttendanceController } from './attendance.controller.js';
import { AttendanceService } from './attendance.service.js';
import { CreditEvidenceService } from './credit-evidence.service.js';
import { DropInService } from './drop-in.service.js';
import { OwnAttendanceService } from './own-attendance.service.js';
import { RegisterWriterService } from './register-writer.service.js';
import { RegisterController } from './register.controller.js';
import { SessionMarkService } from './session-mark.service.js';
import { RegisterService } from './register.service.js';

@Module({
  imports: [PeopleModule, TypeOrmModule.forFeature([AttendanceMark, DropIn, Presence])],
  controllers: [AttendanceController, RegisterController],
  providers: [
    AttendanceService,
    CreditEvidenceService,
    DropInService,
    OwnAttendanceService,
    RegisterService,
    RegisterWriterService,
    SessionMarkService,
  ],
  exports: [CreditEvidenceService, SessionMarkService],
})
export class RegisterModule {}
