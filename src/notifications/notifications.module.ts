import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CollegeModule } from '../college/college.module.js';
import { PeopleModule } from '../people/people.module.js';
import { InboxController } from './inbox.controller.js';
import { Inbox } from './inbox.service.js';
import { MessageSender } from './message-sender.service.js';
import { Message } from './message.entity.js';
import { Notifications } from './notifications.service.js';
import { StaffTaskController } from './staff-task.controller.js';
import { StaffTasks } from './staff-task.service.js';
import { UntracedLetters } from './untraced-letters.service.js';

@Module({
  imports: [CollegeModule, PeopleModule, TypeOrmModule.forFeature([Message])],
  controllers: [InboxController, StaffTaskController],
  providers: [Inbox, MessageSender, Notifications, StaffTasks, UntracedLetters],
  exports: [MessageSender, Notifications, StaffTasks, UntracedLetters],
})
export class NotificationsModule {}
