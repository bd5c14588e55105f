import { Module } from '@nestjs/common';
import { CollegeController } from './college.controller.js';
import { College } from './college.service.js';

@Module({ controllers: [CollegeController], providers: [College], exports: [College] })
export class CollegeModule {}
