import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { aDay } from '../calendar.js';
import { takeBrokenCount } from './sealing.js';

/**
 * Tells whoever runs the college, once a day for each process, that storage damages what is sealed: how much did not
 * open, and nothing else. It counts every kind together, so that it says nothing about journals.
 */
@Injectable()
export class DamagedCount implements OnModuleDestroy {
  private readonly log = new Logger('DamagedCount');
  private readonly telling = setInterval(() => this.tell(), aDay).unref();

  tell(): void {
    const count = takeBrokenCount();
    if (count > 0) this.log.error(`Sealed texts that did not open in the last day: ${count}`);
  }

  onModuleDestroy(): void {
    clearInterval(this.telling);
    this.tell();
  }
}
