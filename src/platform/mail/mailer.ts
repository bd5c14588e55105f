import { Injectable } from '@nestjs/common';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { Config } from '../config.js';
import { newId } from '../ids.js';

export interface Letter {
  to: string;
  /** Neutral: a shared screen may show it. */
  subject: string;
  text: string;
}

/** The mail server did not take a letter. Says nothing of what the server answered: that quotes the address. */
export class LetterNotSent extends Error {}

const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** Sends mail by SMTP, or, where no server is configured, writes it to the outbox folder for a person to read. */
@Injectable()
export class Mailer {
  private readonly transport;

  constructor(private readonly config: Config) {
    this.transport = config.SMTP_URL
      ? nodemailer.createTransport({ url: config.SMTP_URL, ...patience, disableFileAccess: true, disableUrlAccess: true })
      : nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  }

  /** Throws {@link LetterNotSent} when the server does not take it. */
  async send(letter: Letter): Promise<void> {
    const sent = await this.handOver(letter);
    if (!('message' in sent) || !Buffer.isBuffer(sent.message)) return;
    const outbox = join(this.config.dataFolder, 'outbox');
    await mkdir(outbox, { recursive: true, mode: 0o700 });
    await writeFile(join(outbox, `${newId()}.eml`), sent.message, { mode: 0o600 });
  }

  private async handOver(letter: Letter) {
    try {
      return await this.transport.sendMail({ from: this.config.MAIL_FROM, headers: { 'Auto-Submitted': 'auto-generated' }, ...letter });
    } catch (error) {
      const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
      // Without the cause: it would carry the address into the job table.
      throw new LetterNotSent(typeof code === 'string' ? code : 'unknown');
    }
  }
}
