import { Injectable } from '@nestjs/common';
import { CollegeService } from '../college/college.service.js';
import { SafeContactService } from '../people/contact/safe-contact.service.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { Mailer } from '../platform/mail/mailer.js';
import { decideChannel } from './safe-contact.rules.js';
import { readyLetter } from './letters.js';

/**
 * Letters of which nothing is kept, neither a message nor a job nor an event: each goes out now, where e-mail is safe
 * at this hour, or not at all.
 */
@Injectable()
export class ExportReadyLetterService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly college: CollegeService,
    private readonly safeContacts: SafeContactService,
    private readonly mailer: Mailer,
  ) {}

  /**
   * Tells that something which this person asked for can be fetched (BR-133, BR-143). Throws when the mail server does
   * not take it.
   */
  async sendReadyLetter(personId: string): Promise<void> {
    const { timeZone } = await this.college.current();
    const ways = await this.database.transaction((tx) => this.safeContacts.ways(tx, personId));
    const now = this.clock.now();
    const decision = decideChannel(ways, { requested: true, notAfter: new Date(now.getTime() + 1) }, now, timeZone);
    if (decision.step !== 'send' || decision.by !== 'email' || ways.email === null) return;
    await this.mailer.send({ to: ways.email, ...readyLetter(decision.discreet), confidential: true });
  }
}
