import { Module } from '@nestjs/common';
import { SealedTextService } from './sealed-text.service.js';

@Module({
  providers: [SealedTextService],
  exports: [SealedTextService],
})
export class SealedTextsModule {}
