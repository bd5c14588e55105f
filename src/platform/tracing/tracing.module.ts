import { Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Config } from '../config.js';
import type { OtlpTraces } from './otlp-traces.js';
import { traceWith } from './tracing.js';

/** Traces, where OTEL_EXPORTER_OTLP_ENDPOINT says where to; without it nothing of them is loaded. */
@Module({})
export class TracingModule implements OnModuleInit, OnApplicationShutdown {
  private traces?: OtlpTraces;

  constructor(
    private readonly config: Config,
    private readonly host: HttpAdapterHost,
  ) {}

  async onModuleInit(): Promise<void> {
    const endpoint = this.config.OTEL_EXPORTER_OTLP_ENDPOINT;
    if (endpoint === undefined) return;
    const { OtlpTraces } = await import('./otlp-traces.js');
    this.traces = new OtlpTraces(endpoint);
    const fastify = this.host.httpAdapter?.getInstance<FastifyInstance | undefined>();
    if (fastify) this.traces.watch(fastify);
    traceWith(this.traces);
  }

  async onApplicationShutdown(): Promise<void> {
    if (!this.traces) return;
    traceWith(undefined);
    await this.traces.stop();
  }
}
