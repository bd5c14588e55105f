import { Module } from '@nestjs/common';
import { CollegeModule } from '../college/college.module.js';
import { CertificationController } from './certification.controller.js';
import { Certifications } from './certification.service.js';
import { Schemes } from './scheme.service.js';

@Module({ imports: [CollegeModule], controllers: [CertificationController], providers: [Certifications, Schemes], exports: [Certifications] })
export class CertificationModule {}
