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

/** Sends mail by SMTP, or, where no server is configured, writes it to the outbox folder for a person to read. */
@Injectable()
export class Mailer {
  private readonly transport;

  constructor(private readonly config: Config) {
    this.transport = config.SMTP_URL
      ? nodemailer.createTransport(config.SMTP_URL)
      : nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  }

  async send(letter: Letter): Promise<void> {
    const sent = await this.transport.sendMail({ from: this.config.MAIL_FROM, ...letter });
    if (!('message' in sent) || !Buffer.isBuffer(sent.message)) return;
    const outbox = join(this.config.dataFolder, 'outbox');
    await mkdir(outbox, { recursive: true, mode: 0o700 });
    await writeFile(join(outbox, `${newId()}.eml`), sent.message, { mode: 0o600 });
  }
}
