import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Message } from './message.entity.js';
import { StaffTask } from './staff-task.entity.js';
import { CollegeModule } from '../college/college.module.js';
import { PeopleModule } from '../people/people.module.js';
import { InboxController } from './inbox.controller.js';
import { InboxService } from './inbox.service.js';
import { MessageSenderService } from './message-sender.service.js';
import { NotificationService } from './notification.service.js';
import { StaffTaskController } from './staff-task.controller.js';
import { StaffTaskService } from './staff-task.service.js';
import { StaffTaskWorkService } from './staff-task-work.service.js';
import { WishController } from './wishes/wish.controller.js';
import { WishService } from './wishes/wish.service.js';
import { ExportReadyLetterService } from './export-ready-letter.service.js';

@Module({
  imports: [CollegeModule, PeopleModule, TypeOrmModule.forFeature([Message, StaffTask])],
  controllers: [InboxController, StaffTaskController, WishController],
  providers: [
    InboxService,
    MessageSenderService,
    NotificationService,
    StaffTaskService,
    StaffTaskWorkService,
    WishService,
    ExportReadyLetterService,
  ],
  exports: [
    InboxService,
    MessageSenderService,
    NotificationService,
    StaffTaskService,
    StaffTaskWorkService,
    WishService,
    ExportReadyLetterService,
  ],
})
export class NotificationsModule {}
