import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../../src/app/app.module.js';
import { Public, SignedIn } from '../../src/platform/access/access.decorators.js';
import { readConfig } from '../../src/platform/config.js';
import { DatabaseUrls } from '../../src/platform/database/database-urls.js';
import { configureHttp } from '../../src/app/configure-http.js';
import { newAdapter } from '../../src/platform/http/adapter.js';

const nothing = { status: 'ok' };

/** The same route twice, once behind a sign-in: what finding out who asks costs. */
@Controller('no-op')
class NoOpController {
  @Get('open')
  @Public()
  open() {
    return nothing;
  }

  @Get('closed')
  @SignedIn()
  closed() {
    return nothing;
  }
}

async function listen({ settings }: { settings: Record<string, string> }): Promise<void> {
  const config = readConfig(settings);
  const urls = new DatabaseUrls(config.DATABASE_URL ?? '', config.DATABASE_URL ?? '');
  @Module({ imports: [AppModule.forRoot({ config, urls })], controllers: [NoOpController] })
  class NoOpModule {}
  const app = await NestFactory.create<NestFastifyApplication>(NoOpModule, newAdapter(config), { logger: ['error'] });
  configureHttp(app, config);
  await app.listen(0, '127.0.0.1');
  process.send?.(await app.getUrl());
}

process.once('message', (setting: Parameters<typeof listen>[0]) => void listen(setting));
