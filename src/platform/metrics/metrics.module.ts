import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { DatabaseFigures } from './database-figures.js';
import { Metrics } from './metrics.js';
import { MetricsController } from './metrics.controller.js';

@Module({ controllers: [MetricsController], providers: [Metrics, DatabaseFigures] })
export class MetricsModule implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Counts every answer but those of confidential routes: a figure that rises when somebody writes would tell that
   * somebody writes.
   */
  onModuleInit(): void {
    const fastify = this.host.httpAdapter?.getInstance<FastifyInstance | undefined>();
    fastify?.addHook('onResponse', ({ method, routeOptions }, { statusCode, elapsedTime }, done) => {
      if (!routeOptions.config?.confidential)
        this.metrics.count(method, routeOptions.url ?? 'none', statusCode, elapsedTime);
      done();
    });
  }
}
