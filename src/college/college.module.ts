import { Module } from '@nestjs/common';
import { CollegeController } from './college.controller.js';
import { CollegeService } from './college.service.js';

@Module({ controllers: [CollegeController], providers: [CollegeService], exports: [CollegeService] })
export class CollegeModule {}
