import { Injectable } from '@nestjs/common';
import { mkdir, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Config } from '../config.js';
import { Restores } from '../endings/restores.js';
import { newId } from '../ids.js';
import { letters } from '../logging/tallies.js';
import { traced } from '../tracing/tracing.js';

export interface Letter {
  /** Stays the same over every attempt, so that whoever receives a letter twice can tell that it is one. */
  id?: string;
  to: string;
  /** Neutral: a shared screen may show it. */
  subject: string;
  text: string;
  /** Nobody may learn, not even by counting, that it was sent. */
  confidential?: boolean;
}

/**
 * Not now: it may be tried again. Refused: this letter will never be taken. Unknown: the line broke after the whole
 * letter had been given.
 */
export type LetterFate = 'not_now' | 'refused' | 'unknown';

/** The mail server did not take a letter. Says nothing of what the server answered: that quotes the address. */
export class LetterNotSent extends Error {
  constructor(
    code: string,
    readonly fate: LetterFate = 'not_now',
  ) {
    super(code);
  }
}

const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** Sends mail by SMTP, or, where no server is configured, writes it to the outbox folder for a person to read. */
@Injectable()
export class Mailer {
  private readonly domain: string;

  constructor(
    private readonly config: Config,
    private readonly restores: Restores,
  ) {
    this.domain = /@([\w.-]+)>?$/.exec(config.MAIL_FROM)?.[1] ?? 'localhost';
  }

  /**
   * Throws {@link LetterNotSent} when the server does not take it, and after a restore until staff let letters leave
   * (BR-191).
   */
  async send({ confidential = false, ...letter }: Letter): Promise<void> {
    const count = (fate: LetterFate | 'taken') => void (confidential || letters.inc({ fate }));
    try {
      await traced(confidential ? undefined : 'letter', () => this.deliver(letter));
    } catch (error) {
      count(error instanceof LetterNotSent ? error.fate : 'not_now');
      throw error;
    }
    count('taken');
  }

  private async deliver(letter: Letter): Promise<void> {
    if ((await this.restores.last()).held) throw new LetterNotSent('held');
    const sent = await this.handOver(letter);
    if (!('message' in sent) || !Buffer.isBuffer(sent.message)) return;
    const outbox = join(this.config.dataFolder, 'outbox');
    await mkdir(outbox, { recursive: true, mode: 0o700 });
    const path = join(outbox, `${newId()}.eml`);
    try {
      await writeFile(path, sent.message, { mode: 0o600 });
    } catch (error) {
      // Half a letter is none; the whole one is written later.
      await unlink(path).catch(() => undefined);
      throw error;
    }
  }

  private async handOver({ id, ...letter }: Letter) {
    const progress = { given: false };
    const messageId = id && `<${id}@${this.domain}>`;
    try {
      const transport = await this.transport(progress);
      return await transport.sendMail({
        from: this.config.MAIL_FROM,
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...(messageId && { messageId }),
        ...letter,
      });
    } catch (error) {
      const { code = 'unknown', responseCode = 0 } = error as { code?: string; responseCode?: number };
      // Without the cause: it would carry the address into the job table.
      throw new LetterNotSent(code, fateOf(code, responseCode, progress.given));
    }
  }

  /** One line to the server for each letter, so that it is known how far that letter came. */
  private async transport(progress: { given: boolean }) {
    // Where another process sends the letters, this one does without its memory.
    const { default: nodemailer } = await import('nodemailer');
    const { SMTP_URL: url } = this.config;
    if (!url) return nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
    const quiet = () => undefined;
    const info = ({ tnx }: { tnx?: string }) => {
      if (tnx === 'message') progress.given = true;
    };
    const logger = { level: quiet, trace: quiet, debug: quiet, info, warn: quiet, error: quiet, fatal: quiet };
    return nodemailer.createTransport({ url, ...patience, disableFileAccess: true, disableUrlAccess: true, logger });
  }
}

/** A wrong password for the mail server is the college's own mistake: it will be mended, and no letter is to blame. */
const fateOf = (code: string, responseCode: number, given: boolean): LetterFate => {
  if (responseCode >= 500 && code !== 'EAUTH') return 'refused';
  return given && responseCode === 0 ? 'unknown' : 'not_now';
};
