import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Supervision, SupervisionNote } from './supervision.entity.js';
import { PeerMeeting, PeerMeetingAttendance } from './peer-meeting.entity.js';
import { CertificationsModule } from '../certifications/certifications.module.js';
import { CertificationEvidenceModule } from '../evidence/certification-evidence.module.js';
import { PeerSupportService } from './peer-support.service.js';
import { SupervisionController } from './supervision.controller.js';
import { SupervisionService } from './supervision.service.js';

@Module({
  imports: [
    CertificationEvidenceModule,
    CertificationsModule,
    TypeOrmModule.forFeature([PeerMeeting, PeerMeetingAttendance, Supervision, SupervisionNote]),
  ],
  controllers: [SupervisionController],
  providers: [PeerSupportService, SupervisionService],
})
export class SupervisionModule {}
