import { Module } from '@nestjs/common';
import { MyReads } from './my-reads.service.js';
import { PrivacyController } from './privacy.controller.js';

@Module({ controllers: [PrivacyController], providers: [MyReads] })
export class PrivacyModule {}
