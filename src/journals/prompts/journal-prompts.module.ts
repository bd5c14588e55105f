import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JournalPromptOffer } from './journal-prompt-offer.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { JournalSharingModule } from '../sharing/journal-sharing.module.js';
import { JournalPromptController } from './journal-prompt.controller.js';
import { JournalPromptService } from './journal-prompt.service.js';

@Module({
  imports: [CollegeModule, JournalSharingModule, TypeOrmModule.forFeature([JournalPromptOffer])],
  controllers: [JournalPromptController],
  providers: [JournalPromptService],
})
export class JournalPromptsModule {}
